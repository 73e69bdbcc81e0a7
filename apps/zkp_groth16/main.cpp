/// zkp-groth16: set-up, proofs and files of Groth16 over BLS12-381 for circuits that other programs made. Argument
/// parsing and nothing else; commands are in command_*.cpp.
#include <csignal>
#include <cstdio>

#include "base/cpu.h"
#include "common/guarded_main.h"
#include "zkp_groth16/commands.h"

namespace zkp {
namespace {

int run(int argc, char** argv) {
  // A reader that goes away (| head) must not look like a crash; write errors are seen where they matter.
  std::signal(SIGPIPE, SIG_IGN);

  CLI::App app{
      "Groth16 over BLS12-381: set-up, prove, verify, convert between the files of snarkjs, arkworks and zkp."};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("zkp-groth16 ") + ZKP_VERSION);
  app.fallthrough();
  CommonOptions common;
  app.add_flag("--json", common.json, "print one JSON object");
  app.add_flag("--quiet", common.quiet, "print nothing but errors");
  app.add_option("--threads", common.threads, "how many (default: one per core)")->check(CLI::Range(1, 1024));

  std::vector<Command> commands;
  for (const auto& add : {add_setup, add_prove, add_verify, add_convert, add_info, add_solidity}) add(app, commands);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) { return app.exit(error) == 0 ? kExitYes : kExitUsage; }

  Session session(common);
  Console& console = session.console();
  if (!cpu_choice().ok()) {
    console.fail(cpu_choice().error());
    return kExitEnvironment;
  }
  int code = kExitUsage;
  for (const Command& command : commands) {
    if (!*command.app) continue;
    Result<int> result = command.run(session);
    if (result.ok()) {
      code = *result;
    } else {
      console.fail(result.error());
      code = exit_code_of_file_error(result.error().code());
    }
  }
  console.end_progress();
  if (std::fflush(stdout) != 0 && code == kExitYes) code = kExitEnvironment;
  return code;
}

}  // namespace
}  // namespace zkp

int main(int argc, char** argv) { return zkp::guarded_main(zkp::run, argc, argv); }
