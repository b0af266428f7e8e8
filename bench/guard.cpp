// How fast the guard reads chat: prints a Markdown table. Optional argument: a file of lines.
#include "guard/guard.hpp"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

using namespace keydesk::guard;

namespace {

void measure(const char* name, const std::vector<std::string>& lines)
{
    std::size_t bytes = 0;
    for (const std::string& line : lines) bytes += line.size();
    std::size_t findings = 0;
    std::size_t rounds = 0;
    const auto start = std::chrono::steady_clock::now();
    std::chrono::duration<double> spent{};
    do {
        for (const std::string& line : lines) findings += clean(RawText{line}).findings.size();
        ++rounds;
        spent = std::chrono::steady_clock::now() - start;
    } while (spent.count() < 2);
    const double seconds = spent.count();
    const auto messages = static_cast<double>(rounds * lines.size());
    std::printf(
        "| %s | %zu | %.1f | %.1f | %zu |\n",
        name,
        lines.size(),
        static_cast<double>(bytes * rounds) / seconds / 1e6,
        seconds / messages * 1e6,
        findings / rounds);
}

}  // namespace

int main(int argc, char** argv)
{
    clean(RawText{""});  // The lists are made once, at start.
    std::printf("| text | lines | MB/s | us a message | findings |\n|---|---|---|---|---|\n");
    measure(
        "English chat",
        {"Hi, I sent 120 USDT from my wallet two hours ago and it still says pending, can you help "
         "me?",
         "The app asks for a network fee that I do not understand, why is it so high today?",
         "Thanks, I will try again tomorrow and write back if it does not arrive."});
    measure(
        "Chinese chat",
        {"你好，我昨天从交易所提币到钱包，已经过了两个小时还没有到账，麻烦帮我查一下。",
         "手续费为什么这么高？我只转了一百块钱，能不能退回来？",
         "好的，谢谢，我等一下再看看。"});
    measure(
        "transaction hashes",
        {"0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b 一直没有到账"});
    measure(
        "seed phrases",
        {"my seed is legal winner thank year wave sausage worth useful legal winner thank yellow",
         "蒙台脱纪构硫浆霉感仅鱼汤"});
    if (argc > 1) {
        std::ifstream file{argv[1]};
        std::vector<std::string> lines;
        for (std::string line; std::getline(file, line);) lines.push_back(line);
        measure("file", lines);
    }
}
