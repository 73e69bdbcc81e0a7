/// The commands of zkp-groth16. Each lives in its own file command_NAME.cpp and has one function here, which declares
/// the command's arguments and says what runs when it was chosen; main.cpp calls them all.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <vector>

#include "zkp_groth16/session.h"

namespace zkp {

struct Command {
  CLI::App* app;
  /// The exit code, or the error that the console prints.
  std::function<Result<int>(Session&)> run;
};

void add_setup(CLI::App& app, std::vector<Command>& commands);
void add_prove(CLI::App& app, std::vector<Command>& commands);
void add_verify(CLI::App& app, std::vector<Command>& commands);
void add_convert(CLI::App& app, std::vector<Command>& commands);
void add_info(CLI::App& app, std::vector<Command>& commands);
void add_solidity(CLI::App& app, std::vector<Command>& commands);

}  // namespace zkp
