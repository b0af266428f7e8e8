// The limit of this disk: 4 KB overwritten and synced, again and again. fsync DIR SECONDS
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

int main(int argc, char** argv)
{
    using Clock = std::chrono::steady_clock;
    const std::string path = std::string{argc > 1 ? argv[1] : "."} + "/fsync.bench";
    const double seconds = argc > 2 ? std::atof(argv[2]) : 0.7;
    const int file = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
    const std::vector<char> block(4096, 'x');
    constexpr int blocks = 256;
    for (int at = 0; at < blocks; ++at) {
        if (write(file, block.data(), block.size()) < 0) return 1;
    }
    if (file < 0 || fsync(file) != 0) return 1;

    std::vector<double> micros;
    const auto begin = Clock::now();
    const auto end = begin + std::chrono::duration<double>(seconds);
    for (int at = 0; Clock::now() < end; ++at) {
        const auto start = Clock::now();
        if (pwrite(file, block.data(), block.size(), 4096L * (at % blocks)) < 0) return 1;
        if (fdatasync(file) != 0) return 1;
        micros.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
    }
    const double took = std::chrono::duration<double>(Clock::now() - begin).count();
    std::ranges::sort(micros);
    const auto count = micros.size();
    std::printf(
        "{\"per_second\":%.0f,\"p50_us\":%.0f,\"p99_us\":%.0f}\n",
        static_cast<double>(count) / took,
        micros[count / 2],
        micros[count * 99 / 100]);
    close(file);
    unlink(path.c_str());
}
