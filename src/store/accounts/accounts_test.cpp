#include "store/accounts/accounts.hpp"

#include "base/ids.hpp"
#include "sql/migrations.hpp"
#include "store/schema.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <filesystem>

namespace keydesk::store {
namespace {

using namespace std::chrono_literals;

class AccountStore : public testing::Test {
protected:
    AccountStore()
    {
        folder = std::filesystem::temp_directory_path() /
                 ("keydesk-accounts-" + std::to_string(::getpid()) + "-" +
                  testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        auto path = (folder / "desk.db").string();
        sql::migrate(*sql::open_sqlite(path, false).value(), schema(), 0).value();
        db = sql::Database::open(io.get_executor(), {.path = path}).value();
        store.emplace(*db);
        su = new_id(now);
        one(store->create_agent({su, "Su", "su@x", desk::Role::admin, "hash", "en", now}, audit()))
            .value();
    }
    ~AccountStore() override
    {
        db.reset();
        std::filesystem::remove_all(folder);
    }

    desk::AuditEntry audit() { return {now, su, "test", ""}; }
    desk::NewLogin login()
    {
        desk::NewLogin out;
        auto id = new_id(now);
        out.session = {id, su, "csrf", now, now, now + 1h, "", ""};
        out.token_hash = id;
        out.password_hash = "hash";
        return out;
    }

    /// All at once; how many of them succeeded.
    template <class T>
    std::vector<Result<T>> all(std::vector<Task<Result<T>>> tasks)
    {
        std::vector<Result<T>> out;
        for (auto& task : tasks)
            boost::asio::co_spawn(
                io, std::move(task), [&out](std::exception_ptr, Result<T> result) {
                    out.push_back(std::move(result));
                });
        io.restart();
        io.run();
        return out;
    }
    template <class T>
    Result<T> one(Task<Result<T>> task)
    {
        std::vector<Task<Result<T>>> tasks;
        tasks.push_back(std::move(task));
        return all(std::move(tasks)).at(0);
    }
    template <class Make>
    std::ptrdiff_t winners(int many, Make make)
    {
        std::vector<Task<Result<void>>> tasks;
        for (int i = 0; i < many; ++i) tasks.push_back(make(i));
        auto results = all(std::move(tasks));
        return std::ranges::count_if(results, [](const auto& r) { return r.has_value(); });
    }

    std::filesystem::path folder;
    boost::asio::io_context io;
    std::unique_ptr<sql::Database> db;
    std::optional<Accounts> store;
    Time now{1'700'000'000s};
    std::string su;
};

TEST_F(AccountStore, one_invitation_makes_one_agent_however_many_accept_it_at_once)
{
    one(store->invite({"new@x", "", desk::Role::lead, su, now, now + 1h}, "token", audit()))
        .value();
    auto accept = [&](int i) {
        auto name = "n" + std::to_string(i);
        desk::NewAgent agent{new_id(now), name, name + "@x", desk::Role::lead, "h", "en", now};
        auto session = login();
        session.session.agent = agent.id;
        return store->accept_invite("token", agent, session, audit());
    };
    EXPECT_EQ(winners(20, accept), 1);
    EXPECT_EQ(one(store->agents()).value().size(), 2u);
}

TEST_F(AccountStore, a_one_time_code_opens_one_session_however_many_use_it_at_once)
{
    one(store->propose_totp(su, "sealed")).value();
    one(store->activate_totp(su, 10, {"a", "b"}, audit())).value();
    auto use_step = [&](int) {
        auto fresh = login();
        fresh.totp_step = 11;
        return store->log_in(fresh, audit());
    };
    EXPECT_EQ(winners(20, use_step), 1);
    auto use_recovery = [&](int) {
        auto fresh = login();
        fresh.recovery_code = "b";
        return store->log_in(fresh, audit());
    };
    EXPECT_EQ(winners(20, use_recovery), 1);
    EXPECT_EQ(one(store->of_agent(su)).value().size(), 2u);
    EXPECT_EQ(one(store->credentials(su)).value().recovery_codes, std::vector<std::string>{"a"});
}

TEST_F(AccountStore, a_log_in_that_was_overtaken_by_a_new_password_opens_nothing)
{
    auto overtaken = login();
    one(store->set_password(su, "other", "", audit())).value();
    EXPECT_EQ(one(store->log_in(overtaken, audit())).error().kind, ErrorKind::denied);
    EXPECT_TRUE(one(store->of_agent(su)).value().empty());
}

TEST_F(AccountStore, the_audit_chain_holds_under_concurrent_changes_and_failed_ones_leave_no_row)
{
    one(store->add_team({new_id(now), "A"}, audit())).value();
    auto add = [&](int i) {
        // Every second one meets a name that is taken.
        return store->add_team({new_id(now), i % 2 ? "A" : "T" + std::to_string(i)}, audit());
    };
    EXPECT_EQ(winners(100, add), 50);
    auto verdict = one(store->verify()).value();
    EXPECT_EQ(verdict.rows, 52);
    EXPECT_FALSE(verdict.broken_at);
}

TEST_F(AccountStore, sessions_that_are_over_are_swept_and_others_stay)
{
    auto fresh = login(), idle = login(), over = login();
    fresh.session.expires_at = now + 7 * 24h;
    fresh.session.seen_at = now + 20h;
    idle.session.expires_at = now + 7 * 24h;
    for (const auto& each : {fresh, idle, over}) one(store->log_in(each, audit())).value();
    one(store->sweep(now + 20h, now + 8h)).value();
    auto left = one(store->of_agent(su)).value();
    ASSERT_EQ(left.size(), 1u);
    EXPECT_EQ(left[0].id, fresh.session.id);
}

}  // namespace
}  // namespace keydesk::store
