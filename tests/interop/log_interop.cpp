// log_interop write FOLDER   writes a log for the Go half to check
// log_interop check FOLDER   checks the log that the Go half wrote
#include "log_folder.h"

int main(int argc, char** argv) {
  const std::string command = argc == 3 ? argv[1] : "";
  if (command == "write") {
    zkp::interop::write_log(argv[2]);
    return 0;
  }
  if (command == "check") return zkp::interop::check_log(argv[2]);
  zkp::interop::give_up("usage: log_interop write|check FOLDER");
}
