// How long one message takes to be recognised: what decides whether it may be done on the writer's
// thread. Arguments: tables of sentences (tests/playbooks/sentences.tsv), the text in the last
// column.
#include "desk/playbooks/book.hpp"
#include "text/facts.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

using namespace keydesk;

namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::string> sentences(int argc, char** argv)
{
    std::vector<std::string> out;
    for (int i = 1; i < argc; ++i) {
        std::ifstream in{argv[i]};
        for (std::string line; std::getline(in, line);)
            out.push_back(line.substr(line.find_last_of('\t') + 1));
    }
    if (!out.empty()) return out;
    return {
        "昨天下午三点转了500U到币安，一直没到账",
        "my transfer is stuck since 6 hours",
        "忘记密码了"};
}

template <class Work>
void measure(const char* name, const std::vector<std::string>& texts, Work work)
{
    std::vector<double> times;
    for (int round = 0; round < 5; ++round) {
        for (const auto& text : texts) {
            auto began = Clock::now();
            work(text);
            std::chrono::duration<double, std::micro> took = Clock::now() - began;
            times.push_back(took.count());
        }
    }
    std::ranges::sort(times);
    auto at = [&](double part) {
        return times[static_cast<std::size_t>(part * static_cast<double>(times.size() - 1))];
    };
    std::printf(
        "%-10s n=%zu p50=%.0f µs p99=%.0f µs max=%.0f µs\n",
        name,
        times.size(),
        at(0.5),
        at(0.99),
        at(1));
}

}  // namespace

int main(int argc, char** argv)
{
    std::vector<desk::Playbook> playbooks;
    for (auto source : desk::embedded_playbooks()) {
        if (auto read = desk::read_playbook(source)) playbooks.push_back(std::move(*read));
    }
    desk::PlaybookBook book{std::move(playbooks)};
    auto texts = sentences(argc, argv);
    std::string longest;
    while (longest.size() < 8'000) longest += texts[longest.size() % texts.size()] + " ";
    measure("recognise", texts, [&](const std::string& text) { (void)book.recognise(text); });
    measure("facts", texts, [](const std::string& text) { (void)text::facts_of(text); });
    measure("8000 B", {longest}, [&](const std::string& text) { (void)book.recognise(text); });
}
