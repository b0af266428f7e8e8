// The limit of SQLite on this machine: batches of messages, one synced commit each, one thread, no
// sockets. group_commit DIR SECONDS BATCH
#include "ledger.hpp"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <vector>

int main(int argc, char** argv)
{
    using namespace keydesk::bench;
    using Clock = std::chrono::steady_clock;
    mallopt(M_TRIM_THRESHOLD, 128 << 20);  // as the product does: glibc's trimming halves SQLite
    const std::string path = std::string{argc > 1 ? argv[1] : "."} + "/group_commit.bench";
    const double seconds = argc > 2 ? std::atof(argv[2]) : 1.0;
    const int batch = argc > 3 ? std::atoi(argv[3]) : 256;
    const auto remove_all = [&] {
        for (const char* end : {"", "-wal", "-shm"}) unlink((path + end).c_str());
    };
    remove_all();
    {
        constexpr int conversations = 10'000;
        Ledger ledger{path, conversations};
        std::vector<double> micros;
        const auto begin = Clock::now();
        const auto end = begin + std::chrono::duration<double>(seconds);
        int message = 0;
        while (Clock::now() < end) {
            const auto start = Clock::now();
            ledger.run("BEGIN IMMEDIATE");
            for (int at = 0; at < batch; ++at, ++message) {
                const auto id =
                    "0198c7f2-5d11-7c3e-9a4b-" + std::to_string(100'000'000'000 + message);
                ledger.add(message * 7919 % conversations + 1, id, kBody);
            }
            ledger.run("COMMIT");
            micros.push_back(
                std::chrono::duration<double, std::micro>(Clock::now() - start).count());
        }
        const double took = std::chrono::duration<double>(Clock::now() - begin).count();
        std::ranges::sort(micros);
        std::printf(
            "{\"per_second\":%.0f,\"p50_us\":%.0f,\"p99_us\":%.0f}\n",
            message / took,
            micros[micros.size() / 2],
            micros[micros.size() * 99 / 100]);
    }
    remove_all();
}
