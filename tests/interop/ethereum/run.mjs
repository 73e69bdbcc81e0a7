// run.mjs FOLDER ZKP_GROTH16: deploys the verifiers that evm_cases wrote into FOLDER and checks what they accept and what they refuse.
//
// Prints a table of gas, measured and computed from the prices of EIP-2537, EIP-2028 and EIP-7623, and at the end
// "N passed, M failed".
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import solc from "solc";
import solcLowest from "solc-lowest";
import { ethers } from "ethers";
import { compile, startChain } from "./evm.mjs";
import { gasOf, memoryGas } from "./gas.mjs";

const [folder, zkpGroth16] = process.argv.slice(2);
const cases = JSON.parse(readFileSync(`${folder}/cases.json`, "utf8"));
const source = (contract) => readFileSync(`${folder}/${contract}.sol`, "utf8");
const R = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n;
const P = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaabn;
const G1MSM = "0x000000000000000000000000000000000000000C";
const PAIRING = "0x000000000000000000000000000000000000000F";
const settings = { optimizer: { enabled: true, runs: 200 }, evmVersion: "prague" };

let passed = 0;
let failed = 0;
function check(name, condition, found = "") {
  if (condition) return ++passed;
  console.log(`FAILED ${name} ${found}`);
  return ++failed;
}

const bytesOf = (hex) => ethers.getBytes(hex);
const hexOf = (bytes) => ethers.hexlify(bytes);
function replaced(hex, at, part) {
  const out = bytesOf(hex);
  out.set(bytesOf(part), at);
  return hexOf(out);
}
// Where A, B and C are in a proof of EIP-2537's form.
const ELEMENTS = { a: [0, 128], b: [128, 256], c: [384, 128] };
const element = (proof, name) => ethers.dataSlice(proof, ELEMENTS[name][0], ELEMENTS[name][0] + ELEMENTS[name][1]);
const withElement = (proof, name, point) => replaced(proof, ELEMENTS[name][0], point);
const coordinate = (hex, at) => BigInt(ethers.dataSlice(hex, at, at + 64));
const withCoordinate = (hex, at, value) => replaced(hex, at, ethers.toBeHex(value, 64));

/** The error of a call: its name and arguments; "" for a revert without data; null when the call returns. */
async function errorOf(chain, contract, data, options) {
  const { revert } = await chain.call(contract.target, data, options);
  if (revert === undefined) return null;
  if (revert === "0x") return { name: "", args: [] };
  const parsed = contract.interface.parseError(revert);
  return { name: parsed?.name ?? revert, args: [...(parsed?.args ?? [])] };
}

/** Checks of one deployed verifier: `ok(...)` and `refused(..., error, ...args)`. */
function judge(chain, contract, label) {
  const call = (proof, inputs) => contract.interface.encodeFunctionData("verifyProof", [proof, inputs]);
  const show = (error) => (error === null ? "accepted" : `${error.name}(${error.args})`);
  return {
    call,
    async ok(name, proof, inputs) {
      const error = await errorOf(chain, contract, call(proof, inputs));
      check(`${label}: ${name}`, error === null, show(error));
    },
    async refused(name, proof, inputs, error, ...args) {
      const found = await errorOf(chain, contract, call(proof, inputs));
      const wanted = show({ name: error, args });
      check(`${label}: ${name}: ${wanted}`, show(found) === wanted, show(found));
    },
    async data(name, data, error, overrides) {
      const found = await errorOf(chain, contract, data, overrides);
      check(`${label}: ${name}: ${error}`, show(found) === error, show(found));
    },
  };
}

async function deployVerifier(chain, key, compiled) {
  const addresses = [];
  for (let i = 0; i < key.data_contracts; ++i) {
    addresses.push((await chain.deploy(compiled[`${key.contract}Points${i}`])).target);
  }
  const verifier = compiled[key.contract];
  check(`${key.contract} fits into a contract`, verifier.runtimeBytes <= 24576, verifier.runtimeBytes);
  if (addresses.length === 0) return chain.deploy(verifier);
  const factory = new ethers.ContractFactory(verifier.abi, verifier.code);
  const refused = async (points) => {
    const { revert } = await chain.call(null, (await factory.getDeployTransaction(points)).data);
    return revert === undefined ? "deployed" : factory.interface.parseError(revert)?.name;
  };
  const wrong = [...addresses];
  wrong[wrong.length - 1] = chain.wallet.address;
  check(`${key.contract}: a constructor with a wrong data contract`, (await refused(wrong)) === "WrongPoints");
  if (addresses.length > 1) {
    check(`${key.contract}: data contracts in another order`, (await refused([...addresses].reverse())) === "WrongPoints");
  }
  return chain.deploy(verifier, addresses);
}

async function saysWhatItIs(key, contract) {
  check(`${key.contract} names its key`, (await contract.VERIFICATION_KEY_ID()) === key.key_id);
  check(`${key.contract} names its circuit`, (await contract.CIRCUIT_ID()) === key.circuit_id);
  check(`${key.contract} has its label`, (await contract.SETUP_LABEL()) === key.label);
  check(`${key.contract} says whether it is insecure`, (await contract.INSECURE_DEV()) === key.insecure);
  check(`${key.contract} is named for what it is`, key.contract.includes("InsecureDev") === key.insecure);
  check(`${key.contract} counts its inputs`, (await contract.PUBLIC_INPUT_COUNT()) === BigInt(key.inputs));
}

async function elements(is, key) {
  const [good, again, other] = key.proofs;
  const proof = good.eip2537;
  for (const name of ["a", "b", "c"]) {
    const generator = name === "b" ? cases.generator_g2 : cases.generator_g1;
    const outside = name === "b" ? cases.outside_g2 : cases.outside_g1;
    const zero = "0x" + "00".repeat(ELEMENTS[name][1]);
    const [start, size] = ELEMENTS[name];
    const y = start + size / 2;
    const refused = (what, changed, ...error) => is.refused(`${name} ${what}`, changed, good.inputs, ...error);
    await refused("is the generator", withElement(proof, name, generator), "InvalidProof");
    await refused("of another proof", withElement(proof, name, element(again.eip2537, name)), "InvalidProof");
    await refused("is the identity", withElement(proof, name, zero), "InvalidProof");
    await refused("outside the subgroup", withElement(proof, name, outside), "PrecompileFailed", PAIRING);
    await refused("off the curve", withCoordinate(proof, y, coordinate(proof, y) ^ 1n), "PrecompileFailed", PAIRING);
    await refused("with x + p", withCoordinate(proof, start, coordinate(proof, start) + P), "PrecompileFailed", PAIRING);
    if (name !== "b") await refused("negated", withCoordinate(proof, y, P - coordinate(proof, y)), "InvalidProof");
  }
  await is.refused("a and c swapped", withElement(withElement(proof, "a", element(proof, "c")), "c", element(proof, "a")),
    good.inputs, "InvalidProof");
  await is.refused("all zero", "0x" + "00".repeat(512), good.inputs, "InvalidProof");
  await is.refused("all zero, packed", "0x" + "00".repeat(384), good.inputs, "InvalidProof");
  await is.refused("all ones, packed", "0x" + "ff".repeat(384), good.inputs, "PrecompileFailed", PAIRING);
  if (key.inputs > 0) await is.refused("the proof of other inputs", other.packed, good.inputs, "InvalidProof");
  for (const stranger of cases.keys) {
    if (stranger === key) continue;
    await is.refused(`a proof of ${stranger.contract}`, stranger.proofs[0].packed, good.inputs, "InvalidProof");
  }
}

/** Proofs that need the key's secrets: the equation holds for all of them. */
async function forged(is, key) {
  for (const { name, packed, eip2537, inputs } of key.forged) {
    for (const proof of [packed, eip2537]) {
      if (name === "without a witness") await is.ok(`a forgery ${name}: who knows the secrets can`, proof, inputs);
      else await is.refused(`a forgery ${name}`, proof, inputs, "InvalidProof");
    }
  }
}

async function inputs(is, key) {
  const { packed, inputs } = key.proofs[0];
  const changed = (i, value) => inputs.map((x, j) => (i === j ? ethers.toBeHex(value, 32) : x));
  const positions = inputs.length <= 10 ? inputs.keys() : [0, 1, 63, inputs.length - 2, inputs.length - 1];
  for (const i of positions) {
    const x = BigInt(inputs[i]);
    await is.refused(`input ${i} + 1`, packed, changed(i, x + 1n), "InvalidProof");
    await is.refused(`input ${i} negated`, packed, changed(i, R - x), "InvalidProof");
    await is.refused(`input ${i} zero`, packed, changed(i, 0n), "InvalidProof");
    await is.refused(`input ${i} + r`, packed, changed(i, x + R), "InputNotInField", BigInt(i));
    await is.refused(`input ${i} = r`, packed, changed(i, R), "InputNotInField", BigInt(i));
    await is.refused(`input ${i} = r - 1`, packed, changed(i, R - 1n), "InvalidProof");
    await is.refused(`input ${i} = 2^256 - 1`, packed, changed(i, 2n ** 256n - 1n), "InputNotInField", BigInt(i));
  }
  if (inputs.length > 1) {
    await is.refused("two inputs swapped", packed, [inputs[1], inputs[0], ...inputs.slice(2)], "InvalidProof");
    await is.refused("inputs reversed", packed, [...inputs].reverse(), "InvalidProof");
  }
  const count = BigInt(inputs.length);
  await is.refused("one input more", packed, [...inputs, inputs[0] ?? "0x" + "00".repeat(32)], "WrongInputCount", count, count + 1n);
  if (inputs.length > 0) await is.refused("one input less", packed, inputs.slice(1), "WrongInputCount", count, count - 1n);
}

async function lengths(is, key) {
  const { packed, eip2537, inputs, call } = key.proofs[0];
  for (const size of [0, 1, 383, 385, 511, 513, 768]) {
    const proof = hexOf(bytesOf(eip2537 + "00".repeat(256)).slice(0, size));
    await is.refused(`a proof of ${size} bytes`, proof, inputs, "WrongProofLength", BigInt(size));
  }
  // Arguments that reach beyond the call are refused by the decoder of Solidity, which gives no reason.
  for (const cut of [1, 31, 32, 33, 200]) await is.data(`${cut} bytes short`, hexOf(bytesOf(call).slice(0, -cut)), "()");
  await is.data("no arguments", call.slice(0, 10), "()");
  await is.data("no call", "0x", "()");
  await is.data("an unknown function", "0x12345678" + call.slice(10), "()");
  await is.data("an offset beyond the call", replaced(call, 4, ethers.toBeHex(2n ** 64n, 32)), "()");
  await is.data("a length beyond the call", replaced(call, 68, ethers.toBeHex(2n ** 255n, 32)), "()");
  await is.data("ether is refused", call, "()", { value: 1 });
  const longer = await errorOf(is.chain, is.contract, call + "00".repeat(64));
  check(`${key.contract}: bytes behind the arguments are not arguments`, longer === null);
  check(`${key.contract}: evm_verify_call writes what an ABI encoder does`, is.call(packed, inputs) === call);
}

async function everyByte(is, key, step) {
  for (const form of ["packed", "eip2537"]) {
    const proof = key.proofs[0][form];
    for (let at = 0; at < bytesOf(proof).length; at += step) {
      const bytes = bytesOf(proof);
      bytes[at] ^= 1 << at % 8;
      const error = await errorOf(is.chain, is.contract, is.call(hexOf(bytes), key.proofs[0].inputs));
      const name = error?.name ?? "accepted";
      check(`${key.contract}: ${form} byte ${at} flipped`, name === "PrecompileFailed" || name === "InvalidProof", name);
    }
  }
}

/** Sends both forms as transactions; returns a row of the table. */
async function gas(chain, key, contract, deployed) {
  const row = { contract: key.contract, inputs: key.inputs, bytes: deployed };
  for (const form of ["packed", "eip2537"]) {
    const data = contract.interface.encodeFunctionData("verifyProof", [key.proofs[0][form], key.proofs[0].inputs]);
    const sent = await chain.wallet.sendTransaction({ to: contract.target, data, gasLimit: 20_000_000 });
    const used = Number((await sent.wait()).gasUsed);
    const parts = gasOf(key.inputs, data);
    // The contract's own work: copying, comparing, calling; and, for many inputs, memory and contracts of data.
    const own = used - parts.transaction - parts.precompiles;
    const each = key.data_contracts > 0 ? 280 : 170;
    const bound = 2700 + each * key.inputs + memoryGas(key.inputs, key.data_contracts) + key.data_contracts * 3500;
    check(`${key.contract}: own gas, ${form}: ${own} <= ${bound}`, own >= 0 && own <= bound);
    Object.assign(row, form === "packed" ? { ...parts, own, total: used } : { total512: used });
  }
  return row;
}

async function callers(chain, key, contract) {
  const caller = await chain.deploy(compile(solc, "Caller.sol", readFileSync(new URL("Caller.sol", import.meta.url), "utf8"), settings).Caller,
    contract.target);
  const [good, again, other] = key.proofs;
  const tampered = replaced(good.packed, 300, "0x00");
  const generator = replaced(good.eip2537, 0, cases.generator_g1);
  const decode = async (data) => {
    const { revert } = await chain.call(caller.target, data);
    if (revert === undefined) return "accepted";
    return (contract.interface.parseError(revert) ?? caller.interface.parseError(revert))?.name;
  };
  const act = (proof, inputs) => caller.interface.encodeFunctionData("act", [proof, inputs]);
  check("a caller's call fails with the verifier's error", (await decode(act(generator, good.inputs))) === "InvalidProof");
  await (await caller.act(good.packed, good.inputs)).wait();
  check("a contract acts on a proof", (await caller.acted()) === 1n);
  check("and not twice on the same claim", (await decode(act(good.packed, good.inputs))) === "AlreadyUsed");
  check("nor on another proof of it", (await decode(act(again.packed, good.inputs))) === "AlreadyUsed");
  await (await caller.act(other.eip2537, other.inputs)).wait();
  check("a contract acts on a second claim", (await caller.acted()) === 2n);
  const bounded = 250_000;
  check("isValid says yes", await caller.isValid(good.packed, good.inputs, bounded));
  check("isValid says no to a wrong proof", !(await caller.isValid(generator, good.inputs, bounded)));
  check("isValid says no to a malformed proof", !(await caller.isValid(tampered, good.inputs, bounded)));
  check("isValid says no when there is not enough gas", !(await caller.isValid(good.packed, good.inputs, 150_000)));
  const burnt = await chain.provider.estimateGas({ to: caller.target, data: caller.interface.encodeFunctionData("isValid", [tampered, good.inputs, bounded]) });
  check("a malformed proof burns no more than the caller allows", burnt < BigInt(bounded) + 45_000n, burnt);
}

/** The program writes what the library does, and fails where it should. */
function program() {
  const run = (...args) => spawnSync(zkpGroth16, args, { cwd: folder, encoding: "utf8" });
  const [one, two] = [1, 2].map((inputs) => cases.keys.find((key) => key.inputs === inputs));
  const written = run("solidity", `${two.contract}.vk`, "--name", "Squares2");
  check("zkp-groth16 solidity writes the contract", written.status === 0 && written.stdout === source(two.contract), written.stderr);
  check("and warns of a key of development", written.stderr.includes("anybody can forge proofs"), written.stderr);
  const toFile = run("solidity", `${one.contract}.vk`, "--name", one.contract, "-o", "again.sol", "--json");
  check("zkp-groth16 solidity -o", toFile.status === 0 && source("again") === source(one.contract), toFile.stderr);
  check("and says what it wrote", JSON.parse(toFile.stdout).key_id === one.key_id.slice(2), toFile.stdout);
  check("a name that is none", run("solidity", `${one.contract}.vk`, "--name", "no name").status === 2);
  check("a file that is no key", run("solidity", `${one.contract}.public.json`).status === 3);
  const proof = [`${two.contract}.proof.json`, `${two.contract}.public.json`];
  const call = run("calldata", ...proof);
  check("zkp-groth16 calldata prints the call", call.stdout.trim() === two.proofs[2].call, call.stderr);
  const parts = JSON.parse(run("calldata", ...proof, "--json").stdout);
  check("and its parts", parts.proof === two.proofs[2].packed && `${parts.inputs}` === `${two.proofs[2].inputs}`);
  check("files in the wrong order", run("calldata", ...proof.reverse()).status === 3);
}

async function main() {
  program();
  const rows = [];
  const built = new Map();
  for (const key of cases.keys) built.set(key, compile(solc, `${key.contract}.sol`, source(key.contract), settings));
  const chain = await startChain("prague");
  try {
    for (const key of cases.keys) {
      const compiled = built.get(key);
      const contract = await deployVerifier(chain, key, compiled);
      const is = { ...judge(chain, contract, key.contract), chain, contract };
      await saysWhatItIs(key, contract);
      for (const [i, proof] of key.proofs.entries()) {
        await is.ok(`proof ${i}`, proof.packed, proof.inputs);
        await is.ok(`proof ${i} of EIP-2537's form`, proof.eip2537, proof.inputs);
      }
      await elements(is, key);
      await forged(is, key);
      await inputs(is, key);
      await lengths(is, key);
      await everyByte(is, key, key.inputs === 2 ? 1 : 53);
      rows.push(await gas(chain, key, contract, compiled[key.contract].runtimeBytes));
      if (key.inputs === 2) await callers(chain, key, contract);
    }
  } finally {
    chain.stop();
  }

  // Other compilers and settings, a later hard fork, and one that has no such precompiles.
  const two = cases.keys.find((key) => key.inputs === 2);
  const many = cases.keys.find((key) => key.data_contracts > 0);
  const later = await startChain("osaka");
  try {
    for (const [name, compiler, options] of [
      ["lowest solc", solcLowest, { optimizer: { enabled: true, runs: 200 }, evmVersion: "cancun" }],
      ["no optimizer", solc, { evmVersion: "prague" }],
      ["via IR", solc, { ...settings, viaIR: true, evmVersion: "osaka" }],
    ]) {
      for (const key of [two, many]) {
        const compiled = compile(compiler, `${key.contract}.sol`, source(key.contract), options);
        const contract = await deployVerifier(later, key, compiled);
        const is = judge(later, contract, `${key.contract}, ${name}`);
        const { packed, eip2537, inputs } = key.proofs[0];
        await is.ok("a good proof", packed, inputs);
        await is.ok("a good proof of EIP-2537's form", eip2537, inputs);
        await is.refused("a wrong proof", key.proofs[2].packed, inputs, "InvalidProof");
        await is.refused("an input + r", packed, [ethers.toBeHex(BigInt(inputs[0]) + R, 32), ...inputs.slice(1)], "InputNotInField", 0n);
        await is.refused("the identity", withElement(eip2537, "c", "0x" + "00".repeat(128)), inputs, "InvalidProof");
        await is.refused("outside the subgroup", withElement(eip2537, "b", cases.outside_g2), inputs, "PrecompileFailed", PAIRING);
      }
    }
  } finally {
    later.stop();
  }
  const earlier = await startChain("cancun");
  try {
    for (const key of cases.keys.filter((each) => each.inputs <= 2)) {
      const contract = await deployVerifier(earlier, key, built.get(key));
      const is = judge(earlier, contract, `${key.contract} before Prague`);
      await is.refused("a good proof", key.proofs[0].packed, key.proofs[0].inputs, "PrecompileFailed", key.inputs > 0 ? G1MSM : PAIRING);
    }
  } finally {
    earlier.stop();
  }

  console.log("public inputs | contract bytes | transaction and calldata | EIP-2537 | contract's own | total, packed | total, 512-byte proof");
  for (const row of rows) {
    const columns = [row.inputs, row.bytes, row.transaction, row.precompiles, row.own, row.total, row.total512];
    console.log(columns.map((value) => value.toLocaleString("en-US")).join(" | "));
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

await main();
