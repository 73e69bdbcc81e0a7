// local-beacon: a beacon of which everybody holds the key, for tests of the real program.
//   local-beacon info GENESIS PERIOD     what drand's /info says
//   local-beacon round NUMBER            what drand's /public/NUMBER says
#include "beacon/local_beacon.h"

#include <cstdio>
#include <cstdlib>
#include <string>

int main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  if (command == "info" && argc == 4) {
    std::puts(zkp::LocalBeacon(std::atoll(argv[2]), static_cast<uint32_t>(std::atoll(argv[3]))).info().c_str());
    return 0;
  }
  if (command == "round" && argc == 3) {
    std::puts(zkp::LocalBeacon(0).round(std::strtoull(argv[2], nullptr, 10)).c_str());
    return 0;
  }
  std::fputs("local-beacon info GENESIS PERIOD | round NUMBER\n", stderr);
  return 2;
}
