// Search over many messages, through the store as the product asks it; beside it the bare index
// lookup in the same file. Then search over a thousand articles of a help centre. Both answer the
// questions of tests/knowledge, and say whether the expected one is among the first three.
// search DIR [MESSAGES], in the root of the repository
#include "desk/knowledge/seeds.hpp"
#include "sql/migrations.hpp"
#include "store/schema.hpp"
#include "store/store.hpp"
#include "tests/kit/many_articles.hpp"
#include "text/segment.hpp"

#include <malloc.h>
#include <sqlite3.h>
#include <unistd.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace keydesk::bench {
namespace {

using Steady = std::chrono::steady_clock;
constexpr std::int64_t kConversations = 10'000;

double seconds_since(Steady::time_point start)
{
    return std::chrono::duration<double>(Steady::now() - start).count();
}

/// Sentences whose words are as unequally frequent as in life (Zipf), Chinese and English. The
/// words come from a seed: the same text on every machine.
class Writer {
public:
    Writer()
    {
        const std::array<const char*, 24> frequent{
            "退款", "余额",   "到账", "提币", "钱包", "转账", "地址",   "确认",
            "交易", "手续费", "没有", "帮我", "查询", "昨天", "为什么", "网络",
            "合约", "授权",   "充值", "版本", "更新", "手机", "密码",   "客服"};
        // Behind sixty words as frequent as 的 and "the", so that 退款 stands in one of eighty.
        while (chinese_.size() < 60) chinese_.push_back(hanzi() + hanzi());
        chinese_.insert(chinese_.end(), frequent.begin(), frequent.end());
        while (chinese_.size() < 30'000) chinese_.push_back(hanzi() + hanzi());
        chinese_[20'000] = "阑尾";  // stands for a rare word
        const std::array<const char*, 16> common{
            "withdrawal",
            "balance",
            "wallet",
            "please",
            "transaction",
            "the",
            "has",
            "not",
            "arrived",
            "address",
            "network",
            "help",
            "since",
            "yesterday",
            "pending",
            "fee"};
        while (english_.size() < 60) english_.push_back(syllables());
        english_.insert(english_.end(), common.begin(), common.end());
        while (english_.size() < 30'000) english_.push_back(syllables());
        english_[12'000] = "quixotical";
    }

    std::string message()
    {
        std::string out;
        const bool chinese = random_() % 10 < 6;
        const auto words = 5 + random_() % 20;
        for (std::size_t at = 0; at < words; ++at) {
            if (chinese) {
                out += pick(chinese_);
                if (random_() % 6 == 0) out += "，";
            } else {
                out += pick(english_) + " ";
            }
        }
        return out;
    }

private:
    std::string hanzi()
    {
        const auto point = 0x4E00U + static_cast<unsigned>(random_() % 3000);
        return {
            static_cast<char>(0xE0 | point >> 12),
            static_cast<char>(0x80 | (point >> 6 & 63)),
            static_cast<char>(0x80 | (point & 63))};
    }
    std::string syllables()
    {
        constexpr std::string_view consonants = "bcdfghjklmnprstvw", vowels = "aeiou";
        std::string out;
        for (auto left = 2 + random_() % 3; left > 0; --left) {
            out += consonants[random_() % consonants.size()];
            out += vowels[random_() % vowels.size()];
        }
        return out + "n";
    }
    const std::string& pick(const std::vector<std::string>& words)
    {
        const double share = std::generate_canonical<double, 32>(random_);
        const auto rank = std::pow(static_cast<double>(words.size()), share) - 1;
        return words[static_cast<std::size_t>(rank)];
    }

    std::mt19937_64 random_{20261122};
    std::vector<std::string> chinese_, english_;
};

/// Rows as the store writes them, in large transactions: how they came in is measured elsewhere.
Task<Result<std::int64_t>> fill(sql::Database& database, std::int64_t messages)
{
    auto ground = co_await database.run([](sql::Connection& db) -> Result<void> {
        auto inbox = db.query(
            "INSERT INTO inboxes (id, key, name, kind, created_at) VALUES ('i', 'k', 'Web', 'web', "
            "1)"
            " ON CONFLICT DO NOTHING");
        if (!inbox) return fail(inbox.error());
        for (std::int64_t at = 1; at <= kConversations; ++at) {
            const auto id = "c" + std::to_string(at);
            auto customer = db.query(
                "INSERT INTO customers (id, name, created_at, seen_at) VALUES ($1, $1, 1, 1)",
                {id});
            if (!customer) return fail(customer.error());
            auto conversation = db.query(
                "INSERT INTO conversations (id, number, inbox, customer, change, last_message_at,"
                " created_at) VALUES ($1, $2, 'i', $1, $2, 1, 1)",
                {id, at + 1'000'000});
            if (!conversation) return fail(conversation.error());
        }
        return {};
    });
    if (!ground) co_return fail(ground.error());

    Writer writer;
    const auto wanted = kit::message_table();
    std::int64_t bytes = 0;
    for (std::int64_t first = 0; first < messages; first += 5'000) {
        auto done = co_await database.run([&](sql::Connection& db) -> Result<void> {
            for (auto at = first; at < std::min(first + 5'000, messages); ++at) {
                auto body = writer.message();
                // What the questions ask for lies far apart, all over the years.
                if (at % 997 == 500 && static_cast<std::size_t>(at / 997) < wanted.size())
                    body = wanted[static_cast<std::size_t>(at / 997)].expected;
                bytes += static_cast<std::int64_t>(body.size());
                auto row = db.query(
                    "INSERT INTO messages (id, conversation, seq, public_seq, kind, body, at)"
                    " VALUES ($1, $2, $3, $3, 'customer', $4, $5)",
                    {"m" + std::to_string(at),
                     "c" + std::to_string(at % kConversations + 1),
                     at / kConversations + 1,
                     body,
                     at + 1});
                if (!row) return fail(row.error());
            }
            return {};
        });
        if (!done) co_return fail(done.error());
    }
    co_return bytes;
}

struct Times {
    std::vector<double> micros;
    std::size_t hits = 0;

    double at(double share)
    {
        std::ranges::sort(micros);
        return micros[static_cast<std::size_t>(share * static_cast<double>(micros.size() - 1))];
    }
};

/// The lookup alone: the newest twenty row numbers, no message read.
Times bare_lookup(const std::string& path, const std::string& words, int rounds)
{
    sqlite3* db = nullptr;
    sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY, nullptr);
    sqlite3_stmt* find = nullptr;
    sqlite3_prepare_v2(
        db,
        "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 20",
        -1,
        &find,
        nullptr);
    const auto query = text::fts_query(text::terms(words));
    Times times;
    for (int round = 0; round < rounds; ++round) {
        const auto start = Steady::now();
        sqlite3_bind_text(find, 1, query.c_str(), -1, SQLITE_TRANSIENT);
        times.hits = 0;
        while (sqlite3_step(find) == SQLITE_ROW) ++times.hits;
        sqlite3_reset(find);
        times.micros.push_back(seconds_since(start) * 1e6);
    }
    sqlite3_finalize(find);
    sqlite3_close(db);
    return times;
}

std::int64_t index_bytes(const std::string& path)
{
    sqlite3* db = nullptr;
    sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY, nullptr);
    sqlite3_stmt* sum = nullptr;
    sqlite3_prepare_v2(
        db, "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search%'", -1, &sum, nullptr);
    const auto bytes = sqlite3_step(sum) == SQLITE_ROW ? sqlite3_column_int64(sum, 0) : 0;
    sqlite3_finalize(sum);
    sqlite3_close(db);
    return bytes;
}

/// The questions whose messages were put among the others.
Task<Times> ask_messages(store::Store& store)
{
    Times times;
    for (const auto& question : kit::message_table()) {
        for (int round = 0; round < 20; ++round) {
            const auto begin = Steady::now();
            auto found = co_await store.search(question.query, "", "", 0, 3);
            times.micros.push_back(seconds_since(begin) * 1e6);
            const bool there = found && std::ranges::any_of(*found, [&](const auto& one) {
                                   return one.message->body == question.expected;
                               });
            if (round == 0 && !there) std::fprintf(stderr, "missed: %s\n", question.query.c_str());
            if (round == 0) times.hits += there;
        }
    }
    co_return times;
}

/// All 60 questions over a thousand texts, the seeded articles among them.
Times ask_articles(std::size_t texts)
{
    auto categories = desk::read_categories(desk::embedded_categories()).value();
    const desk::Shelf shelf{
        kit::many_articles(std::move(categories), desk::read_seeds().value(), texts)};
    Times times;
    for (const auto& question : kit::relevance_table()) {
        for (int round = 0; round < 20; ++round) {
            const auto begin = Steady::now();
            const auto place = kit::place_of(shelf, question);
            times.micros.push_back(seconds_since(begin) * 1e6);
            const bool there = place >= 1 && place <= 3;
            if (round == 0 && !there) std::fprintf(stderr, "missed: %s\n", question.query.c_str());
            if (round == 0) times.hits += there;
        }
    }
    return times;
}

void print_questions(const char* name, Times times, std::size_t asked)
{
    std::printf(
        ",\"%s\":{\"asked\":%zu,\"in_first_three\":%zu,\"p50_us\":%.0f,\"p99_us\":%.0f}",
        name,
        asked,
        times.hits,
        times.at(0.5),
        times.at(0.99));
}

Task<void> measure(sql::Database& database, std::string path, std::int64_t messages, int& code)
{
    SystemClock clock;
    store::Store store{database, clock};
    auto opened = co_await store.open();
    auto bytes = co_await fill(database, messages);
    if (!opened || !bytes) {
        std::fprintf(stderr, "%s\n", (opened ? bytes.error() : opened.error()).what.c_str());
        co_return;
    }
    const auto start = Steady::now();
    for (;;) {
        auto indexed = co_await store.index_messages(std::chrono::milliseconds{0}, 2'000);
        if (!indexed || *indexed == 0) break;
    }
    const double took = seconds_since(start);
    std::printf(
        "{\"messages\":%lld,\"text_bytes\":%lld,\"index_bytes\":%lld,\"indexed_per_second\":%.0f,"
        "\"queries\":[",
        static_cast<long long>(messages),
        static_cast<long long>(*bytes),
        static_cast<long long>(index_bytes(path)),
        static_cast<double>(messages) / took);

    const std::array<std::array<const char*, 2>, 5> queries{{
        {"退款", "two Chinese characters, common"},
        {"阑尾", "two Chinese characters, rare"},
        {"手续费", "three Chinese characters"},
        {"withdrawal", "an English word, common"},
        {"quixotical", "an English word, rare"},
    }};
    bool first = true;
    for (const auto& [words, what] : queries) {
        Times times;
        for (int round = 0; round < 200; ++round) {
            const auto begin = Steady::now();
            auto found = co_await store.search(words, "", "", 0, 20);
            times.micros.push_back(seconds_since(begin) * 1e6);
            times.hits = found ? found->size() : 0;
        }
        auto bare = bare_lookup(path, words, 200);
        std::printf(
            "%s{\"query\":\"%s\",\"what\":\"%s\",\"hits\":%zu,\"p50_us\":%.0f,\"p99_us\":%.0f,"
            "\"bare_p50_us\":%.0f,\"bare_p99_us\":%.0f}",
            first ? "" : ",",
            words,
            what,
            times.hits,
            times.at(0.5),
            times.at(0.99),
            bare.at(0.5),
            bare.at(0.99));
        first = false;
    }
    std::printf("]");
    auto messages_asked = co_await ask_messages(store);
    print_questions("message_questions", std::move(messages_asked), kit::message_table().size());
    const auto questions = kit::relevance_table().size();
    print_questions("articles_1000", ask_articles(1'000), questions);
    print_questions("articles_10000", ask_articles(10'000), questions);
    std::printf("}\n");
    code = 0;
}

}  // namespace
}  // namespace keydesk::bench

int main(int argc, char** argv)
{
    using namespace keydesk;
    mallopt(M_TRIM_THRESHOLD, 128 << 20);
    const std::string path = std::string{argc > 1 ? argv[1] : "."} + "/search.bench";
    const auto messages = argc > 2 ? std::atoll(argv[2]) : 1'000'000;
    const auto remove_all = [&] {
        for (const char* end : {"", "-wal", "-shm"}) unlink((path + end).c_str());
    };
    remove_all();
    {
        auto fresh = sql::open_sqlite(path, false);
        if (!fresh || !sql::migrate(**fresh, store::schema(), 1)) return 1;
    }
    boost::asio::io_context io;
    auto database = sql::Database::open(io.get_executor(), {.path = path});
    if (!database) return 1;
    int code = 1;
    boost::asio::co_spawn(
        io, bench::measure(**database, path, messages, code), boost::asio::detached);
    io.run();
    (*database)->close();
    remove_all();
    return code;
}
