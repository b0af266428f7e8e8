#include "sql/database.hpp"

#include "sql/migrations.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <fstream>
#include <latch>

namespace keydesk::sql {
namespace {

class SqlDatabase : public testing::Test {
protected:
    SqlDatabase()
    {
        folder = std::filesystem::temp_directory_path() /
                 ("keydesk-sql-" + std::to_string(::getpid()) + "-" +
                  testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        db = open();
        run([](Connection& c) { return done(c.script("CREATE TABLE t (n INTEGER UNIQUE)")); });
    }
    ~SqlDatabase() override
    {
        db.reset();
        std::filesystem::remove_all(folder);
    }

    std::unique_ptr<Database> open()
    {
        auto opened = Database::open(io.get_executor(), {.path = (folder / "desk.db").string()});
        return std::move(opened).value();
    }

    static Result<std::int64_t> done(Result<void> result)
    {
        if (!result) return fail(result.error());
        return 0;
    }
    static Result<std::int64_t> insert(Connection& c, int n)
    {
        auto rows = c.query("INSERT INTO t (n) VALUES ($1) RETURNING n", {n});
        if (!rows) return fail(rows.error());
        return rows->front().number(0);
    }
    static Result<std::int64_t> count(Connection& c)
    {
        auto rows = c.query("SELECT count(*) FROM t");
        if (!rows) return fail(rows.error());
        return rows->front().number(0);
    }

    template <class Work>
    void start(Work work, std::vector<Result<std::int64_t>>& answers)
    {
        auto task = [](Database& d, Work w, std::vector<Result<std::int64_t>>& out) -> Task<void> {
            out.push_back(co_await d.run(w));
        };
        boost::asio::co_spawn(io, task(*db, work, answers), boost::asio::detached);
    }
    template <class Work>
    void start_behind(Work work, std::vector<Result<std::int64_t>>& answers)
    {
        auto task = [](Database& d, Work w, std::vector<Result<std::int64_t>>& out) -> Task<void> {
            out.push_back(co_await d.run_behind(w));
        };
        boost::asio::co_spawn(io, task(*db, work, answers), boost::asio::detached);
    }
    void go()
    {
        io.restart();
        io.run();
    }
    template <class Work>
    Result<std::int64_t> run(Work work)
    {
        std::vector<Result<std::int64_t>> answers;
        start(work, answers);
        go();
        return answers.at(0);
    }

    std::filesystem::path folder;
    boost::asio::io_context io{1};
    std::unique_ptr<Database> db;
};

TEST_F(SqlDatabase, undoes_a_failing_function_and_keeps_its_neighbours)
{
    std::vector<Result<std::int64_t>> answers;
    start([](Connection& c) { return insert(c, 1); }, answers);
    start(
        [](Connection& c) -> Result<std::int64_t> {
            (void)insert(c, 2);
            return insert(c, 1);
        },
        answers);
    start([](Connection& c) { return insert(c, 3); }, answers);
    go();

    ASSERT_EQ(answers.size(), 3u);
    EXPECT_TRUE(answers[0]);
    EXPECT_EQ(answers[1].error().kind, ErrorKind::conflict);
    EXPECT_TRUE(answers[2]);
    EXPECT_EQ(run(count), 2);
}

TEST_F(SqlDatabase, lets_those_who_wait_for_an_answer_go_before_what_runs_behind)
{
    std::vector<int> order;  // Written by the writing thread alone, read when all is over.
    std::latch all_queued{1};
    auto mark = [&order](int n) {
        return [&order, n](Connection&) -> Result<std::int64_t> {
            order.push_back(n);
            return n;
        };
    };
    std::vector<Result<std::int64_t>> answers;
    auto first = [&](Connection&) -> Result<std::int64_t> {
        all_queued.wait();
        return 0;
    };
    start(first, answers);
    start_behind(mark(1), answers);
    start_behind(mark(2), answers);
    start(mark(3), answers);
    start(mark(4), answers);
    boost::asio::post(io, [&] { all_queued.count_down(); });
    go();

    EXPECT_EQ(order, (std::vector{3, 4, 1, 2}));
    EXPECT_EQ(answers.size(), 5u);
}

TEST_F(SqlDatabase, turns_a_bug_in_one_function_into_an_error_of_that_function_only)
{
    std::vector<Result<std::int64_t>> answers;
    start(
        [](Connection& c) -> Result<std::int64_t> {
            (void)insert(c, 7);
            throw std::out_of_range{"a bug"};
        },
        answers);
    start([](Connection& c) { return insert(c, 8); }, answers);
    go();

    EXPECT_EQ(answers.at(0).error().kind, ErrorKind::internal);
    EXPECT_TRUE(answers.at(1));
    EXPECT_EQ(run(count), 1);
}

TEST_F(SqlDatabase, refuses_writes_through_a_reader)
{
    std::vector<Result<std::int64_t>> answers;
    auto task = [](Database& d, auto& out) -> Task<void> {
        out.push_back(co_await d.read([](Connection& c) { return insert(c, 1); }));
    };
    boost::asio::co_spawn(io, task(*db, answers), boost::asio::detached);
    go();

    EXPECT_FALSE(answers.at(0));
    EXPECT_EQ(run(count), 0);
}

TEST_F(SqlDatabase, refuses_writes_while_there_is_no_space_and_recovers_alone)
{
    auto limit = [](int pages) {
        return [pages](Connection& c) {
            return done(c.script("PRAGMA max_page_count=" + std::to_string(pages)));
        };
    };
    auto fat = [](Connection& c) -> Result<std::int64_t> {
        auto rows = c.query("INSERT INTO fat SELECT zeroblob(200000)");
        if (!rows) return fail(rows.error());
        return 1;
    };
    run([](Connection& c) { return done(c.script("CREATE TABLE fat (b)")); });
    ASSERT_TRUE(run([](Connection& c) { return insert(c, 1); }));
    run(limit(5));

    auto refused = run(fat);
    EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(refused.error().what, "the disk is full");
    EXPECT_EQ(db->health(), Health::full);

    run(limit(100000));
    EXPECT_TRUE(run(fat));
    EXPECT_EQ(db->health(), Health::good);
    EXPECT_EQ(run(count), 1);
}

TEST_F(SqlDatabase, a_damaged_file_is_read_but_not_written)
{
    ASSERT_TRUE(run([](Connection& c) { return insert(c, 1); }));
    db->mark_damaged();

    EXPECT_EQ(run([](Connection& c) { return insert(c, 2); }).error().kind, ErrorKind::unavailable);
    std::vector<Result<std::int64_t>> answers;
    auto task = [](Database& d, auto& out) -> Task<void> {
        out.push_back(co_await d.read([](Connection& c) { return count(c); }));
    };
    boost::asio::co_spawn(io, task(*db, answers), boost::asio::detached);
    go();
    EXPECT_EQ(answers.at(0), 1);
}

TEST_F(SqlDatabase, binds_places_by_their_number_wherever_they_stand)
{
    auto swapped = run([](Connection& c) -> Result<std::int64_t> {
        auto rows = c.query("SELECT $2 - $1 - $1", {1, 10});
        if (!rows) return fail(rows.error());
        return rows->front().number(0);
    });
    EXPECT_EQ(swapped, 8);
}

TEST_F(SqlDatabase, migrates_once_and_refuses_an_edited_step_or_a_newer_file)
{
    constexpr Migration one[] = {{1, "one", "CREATE TABLE a (x)"}};
    constexpr Migration two[] = {
        {1, "one", "CREATE TABLE a (x)"}, {2, "two", "CREATE TABLE b (x)"}};
    constexpr Migration edited[] = {{1, "one", "CREATE TABLE a (y)"}, two[1]};
    constexpr Migration broken[] = {two[0], two[1], {3, "three", "CREATE TABLE c (x); NONSENSE"}};
    auto steps = [](std::span<const Migration> list) {
        return [list](Connection& c) -> Result<std::int64_t> {
            auto count = migrate(c, list, 0);
            if (!count) return fail(count.error());
            return *count;
        };
    };
    auto connection = open_sqlite((folder / "m.db").string(), false).value();
    EXPECT_EQ(steps(one)(*connection), 1);
    EXPECT_EQ(steps(two)(*connection), 1);
    EXPECT_EQ(steps(two)(*connection), 0);
    EXPECT_EQ(steps(edited)(*connection).error().kind, ErrorKind::conflict);
    EXPECT_EQ(steps(one)(*connection).error().kind, ErrorKind::conflict);
    EXPECT_FALSE(steps(broken)(*connection));
    EXPECT_FALSE(connection->query("SELECT * FROM c"));
}

}  // namespace
}  // namespace keydesk::sql
