/// zkp-bench NAME [--size N] [--threads T] [--repeat R]: one CSV line a run, `name,size,threads,seconds,peak_rss_mb`.
/// zkp-bench --list names them; --cpu prints the processor that the figures belong to.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "base/cpu.h"
#include "base_os/cpu.h"
#include "base_os/pool.h"
#include "base_os/resource.h"
#include "bench/bench.h"

namespace zkp::bench {

std::vector<Bench>& registry() {
  static std::vector<Bench> all;
  return all;
}

double timed(const std::function<void()>& body) {
  const auto start = std::chrono::steady_clock::now();
  body();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace zkp::bench

int main(int argc, char** argv) {
  using namespace zkp;
  CLI::App app{"Benchmarks of zkp. One CSV line a run: name,size,threads,seconds,peak_rss_mb"};
  std::string name;
  uint64_t size = 0;
  int threads = 0, repeat = 3;
  bool list = false, cpu = false;
  app.add_option("name", name, "benchmark, see --list");
  app.add_option("--size", size, "how many (default: the benchmark's own)");
  app.add_option("--threads", threads, "threads (default: the benchmark's own)")->check(CLI::Range(1, 1024));
  app.add_option("--repeat", repeat, "runs (default 3)")->check(CLI::Range(1, 1000));
  app.add_flag("--list", list, "name the benchmarks");
  app.add_flag("--cpu", cpu, "name the processor");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) { return app.exit(error) == 0 ? 0 : 2; }
  if (!cpu_choice().ok()) {
    std::fprintf(stderr, "error: %s\n", cpu_choice().error().describe().c_str());
    return 4;
  }
  auto& all = bench::registry();
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  if (cpu) {
    std::printf("%s, %d threads:", cpu_info().model.c_str(), cpu_info().threads);
    for (std::string_view feature : cpu_info().features)
      std::printf(" %.*s", static_cast<int>(feature.size()), feature.data());
    std::printf("\n");
  }
  if (list)
    for (const auto& b : all)
      std::printf("%-24s %12llu  %s\n", b.name.c_str(), static_cast<unsigned long long>(b.default_size),
                  b.what.c_str());
  if (name.empty()) return cpu || list ? 0 : 2;

  auto found = std::find_if(all.begin(), all.end(), [&](const auto& b) { return b.name == name; });
  if (found == all.end()) {
    std::fprintf(stderr, "error: no benchmark \"%s\"; --list names them\n", name.c_str());
    return 2;
  }
  bench::Context context;
  context.size = size != 0 ? size : found->default_size;
  context.threads = threads != 0 ? threads : found->default_threads;
  auto pool = make_task_pool(context.threads);
  context.pool = context.threads > 1 ? pool.get() : nullptr;
  auto body = found->prepare(context);
  reset_peak_rss();  // from here on: the inputs, and what the runs need beside them
  for (int i = 0; i < repeat; ++i) {
    const double seconds = body();
    std::printf("%s,%llu,%d,%.9g,%.1f\n", name.c_str(), static_cast<unsigned long long>(context.size), context.threads,
                seconds, peak_rss_mib());
    std::fflush(stdout);
  }
  return 0;
}
