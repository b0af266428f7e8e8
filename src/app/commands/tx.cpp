#include "app/commands/tx.hpp"

#include "app/chains/chain_room.hpp"
#include "app/chains/kept_memories.hpp"
#include "desk/diagnosis/json.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/json.hpp>

#include <exception>
#include <iostream>
#include <optional>

namespace keydesk::app {

namespace {

namespace json = boost::json;

/// Runs one question to its end. Other work (the nodes' timers) may live on `io` for ever.
Result<desk::Diagnosis> answer(boost::asio::io_context& io, Task<desk::Diagnosis> question)
{
    std::optional<Result<desk::Diagnosis>> out;
    boost::asio::co_spawn(
        io, std::move(question), [&](std::exception_ptr thrown, desk::Diagnosis diagnosis) {
            if (thrown) {
                out.emplace(fail(ErrorKind::internal, "the question was broken off"));
            } else {
                out.emplace(std::move(diagnosis));
            }
        });
    io.restart();
    while (!out && io.run_one() > 0) {
    }
    if (!out) return fail(ErrorKind::internal, "the question was broken off");
    return std::move(*out);
}

/// The text itself is not repeated: it may hold what should not be stored.
void print(std::ostream& out, int text, const desk::Diagnosis& diagnosis)
{
    auto line = desk::json_of(diagnosis);
    line.emplace("line", text);
    out << json::serialize(line) << '\n' << std::flush;
}

desk::Diagnosis nothing_found(const chains::AdviceBook& book)
{
    desk::Diagnosis diagnosis;
    diagnosis.state = "unknown";
    diagnosis.causes.push_back({"chain.nothing_found", 1, {}});
    diagnosis.advice = book.advise(diagnosis.causes.front());
    diagnosis.at = SystemClock{}.now();
    return diagnosis;
}

struct Explaining {
    chains::Explainer& explainer;
    boost::asio::io_context& io;
    KeptMemories memories;
    std::ostream& out;
    std::ostream& err;
    int number = 0;  ///< Of the text, from 1.
    int exit_code = 0;

    void explain(const std::string& text)
    {
        ++number;
        const auto subjects = explainer.subjects(text);
        for (const auto& subject : subjects) {
            auto diagnosis = answer(io, explainer.explain(subject, memories.of(subject.id)));
            if (!diagnosis) {
                err << "tx explain: " << diagnosis.error().what << "\n";
                exit_code = 1;
                continue;
            }
            print(out, number, *diagnosis);
            if (diagnosis->memory) memories.keep(std::move(*diagnosis->memory));
        }
        if (!subjects.empty()) return;
        print(out, number, nothing_found(explainer.book()));
        err << "tx explain: text " << number
            << " holds no transaction hash, address or explorer link\n";
        exit_code = 1;
    }
};

}  // namespace

int tx_explain(
    chains::Explainer& explainer,
    boost::asio::io_context& io,
    const TxOptions& options,
    std::istream& in,
    std::ostream& out,
    std::ostream& err)
{
    auto memories = KeptMemories::read(options.memory);
    if (!memories) {
        err << "tx explain: " << memories.error().what << "\n";
        return 1;
    }
    Explaining work{explainer, io, std::move(*memories), out, err};
    for (const auto& text : options.texts) work.explain(text);
    std::string line;
    while (options.texts.empty() && std::getline(in, line)) {
        if (line.find_first_not_of(" \t\r") != line.npos) work.explain(line);
    }
    if (auto written = work.memories.write(); !written) {
        err << "tx explain: " << written.error().what << "\n";
        return 1;
    }
    return work.exit_code;
}

int tx_explain(const TxOptions& options, std::istream& in, std::ostream& out, std::ostream& err)
{
    std::vector<NodeSettings> nodes;
    for (const auto& text : options.nodes) {
        auto node = read_node(text);
        if (!node) {
            err << "tx explain: " << node.error().what << "\n";
            return 2;
        }
        nodes.push_back(std::move(*node));
    }
    boost::asio::io_context io{1};
    const SystemClock clock;
    auto room = ChainRoom::open(io, clock, nodes);
    if (!room) {
        err << "tx explain: " << room.error().what << "\n";
        return 2;
    }
    return tx_explain((*room)->explainer(), io, options, in, out, err);
}

}  // namespace keydesk::app
