// A private chain of this process, and solc: what run.mjs stands on.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { ethers } from "ethers";

const require = createRequire(import.meta.url);

/** Compiles one file; every message of solc, warnings as well, is an error here. Returns { ContractName: { abi, code } }. */
export function compile(solc, name, content, settings) {
  const input = {
    language: "Solidity",
    sources: { [name]: { content } },
    settings: { ...settings, outputSelection: { "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"] } } },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input)));
  const messages = (output.errors ?? []).map((error) => error.formattedMessage);
  if (messages.length > 0) throw new Error(messages.join("\n"));
  return Object.fromEntries(
    Object.entries(output.contracts[name]).map(([contract, { abi, evm }]) => [
      contract,
      { abi, code: "0x" + evm.bytecode.object, runtimeBytes: evm.deployedBytecode.object.length / 2 },
    ]),
  );
}

/** Starts anvil on a free port of the loopback interface; stop() ends exactly that process. */
export async function startChain(hardfork) {
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const program = require.resolve(`@foundry-rs/anvil-${process.platform}-${arch}/bin/anvil`);
  const child = spawn(program, ["--host", "127.0.0.1", "--port", "0", "--hardfork", hardfork, "--no-cors"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const stopChild = () => child.kill();
  process.on("exit", stopChild);
  const address = await new Promise((resolve, reject) => {
    let text = "";
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`anvil ended with ${code}: ${text}`)));
    child.stdout.on("data", (bytes) => {
      text += bytes;
      const found = /Listening on (127\.0\.0\.1:\d+)/.exec(text);
      if (found) resolve(found[1]);
    });
  });
  child.stdout.resume();
  const provider = new ethers.JsonRpcProvider(`http://${address}`, undefined, { staticNetwork: true, cacheTimeout: -1, batchMaxCount: 1 });
  provider.pollingInterval = 20;
  const wallet = await provider.getSigner(0);
  return {
    provider,
    wallet,
    /** eth_call, of a constructor where `to` is null: { data } of what it returned, or { revert } with the bytes that it reverted with. */
    async call(to, data, { value = 0, gasLimit = 20_000_000 } = {}) {
      const transaction = { from: wallet.address, to, data, value: ethers.toQuantity(value), gas: ethers.toQuantity(gasLimit) };
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_call", params: [transaction, "latest"] });
      const response = await fetch(`http://${address}`, { method: "POST", headers: { "content-type": "application/json" }, body });
      const { result, error } = await response.json();
      return error ? { revert: error.data ?? "0x" } : { data: result };
    },
    async deploy({ abi, code }, ...parameters) {
      const contract = await new ethers.ContractFactory(abi, code, wallet).deploy(...parameters);
      await contract.waitForDeployment();
      return contract;
    },
    stop() {
      process.removeListener("exit", stopChild);
      provider.destroy();
      child.removeAllListeners("exit");
      child.kill();
    },
  };
}
