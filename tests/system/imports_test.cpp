// An import goes on after a kill, counts nothing twice, and brings the attachments that are there.
#include "store/integrators/imports.hpp"
#include "desk/history/import_room.hpp"
#include "store/integrators/history.hpp"
#include "store/integrators/sealed_file.hpp"
#include "tests/kit/zip.hpp"
#include "tests/system/house.hpp"

#include <gmock/gmock.h>

namespace keydesk {
namespace {

using desk::Source;

std::string plain(std::string_view html)
{
    return std::string{html};
}

class Imports : public HouseTest {
protected:
    desk::ImportRun running(std::shared_ptr<const desk::PastFiles> files)
    {
        return {
            .store = store,
            .blobs = *house->blobs,
            .compute = house->compute,
            .files = std::move(files),
            .inbox = inbox};
    }
    std::vector<desk::Conversation> all()
    {
        return wait(house->store->list({.agent = agent.id, .status = "any", .limit = 50}))->items;
    }

    store::History store{*house->database, *house->store, clock};
};

/// A picture of one pixel, as any program writes it.
const std::string kPicture =
    std::string{"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89", 33};

constexpr auto kWithFiles = R"({"id":7,"subject":"Pictures","status":"solved","requester_id":70,
 "created_at":"2023-01-02T03:04:05Z","requester":{"id":70,"name":"Bo"},"comments":[
 {"id":1,"author_id":70,"public":true,"plain_body":"See these","created_at":"2023-01-02T03:04:05Z",
  "attachments":[
   {"id":501,"file_name":"shot.png","content_url":"https://files.example.org/token/x?name=shot.png"},
   {"id":502,"file_name":"shot.png","content_url":"https://files.example.org/token/y"},
   {"id":503,"file_name":"words.txt","content_url":"https://files.example.org/token/z"},
   {"id":504,"file_name":"gone.pdf","content_url":"https://files.example.org/secret-token/gone.pdf"},
   {"id":505,"file_name":"up.png","content_url":"../../../etc/passwd"}]}]})";

std::string archive()
{
    std::string line = kWithFiles;
    std::erase(line, '\n');
    return kit::zip_of(
        {{"export/tickets.jsonl", line},
         {"export/attachments/501/shot.png", kPicture},
         {"export/attachments/502-shot.png", kPicture + "another"},
         {"export/attachments/503/words.txt",
          "legal winner thank year wave sausage worth useful legal winner thank yellow"},
         {"../../../etc/passwd", "root"}});
}

TEST_F(Imports, attachments_of_an_archive_come_in_and_the_others_are_listed)
{
    auto files = desk::files_in(archive()).value();
    auto history = desk::read_history(Source::zendesk, *files, plain);
    ASSERT_TRUE(history) << history.error().what;
    auto report = wait(desk::import_history(Source::zendesk, *history, running(files)));
    ASSERT_TRUE(report) << report.error().what;

    EXPECT_EQ(report->files_taken, 3);
    EXPECT_EQ(report->files, 2);
    using testing::ElementsAre;
    EXPECT_THAT(
        report->missing,
        ElementsAre("7: words.txt (files.example.org)", "7: gone.pdf (files.example.org)"))
        << "a secret, and one that is not there; of the address the host only";
    auto message = timeline(all().at(0).id).at(1);
    ASSERT_EQ(message->attachments.size(), 3U);
    EXPECT_EQ(message->attachments[0].name, "shot.png");
    EXPECT_EQ(message->attachments[0].type, "image/png");
    EXPECT_NE(message->attachments[0].size, message->attachments[1].size);
    EXPECT_EQ(message->body, "See these\n📎 2");
    auto stored = wait(house->store->get(message->attachments[0].id)).value();
    EXPECT_TRUE(std::filesystem::exists(house->blobs->path_of(stored.sha256)));
    EXPECT_FALSE(on_disk("wave sausage"));
}

TEST_F(Imports, a_folder_is_read_like_its_archive)
{
    auto place = folder.parent_path() / (folder.filename().string() + "-export");
    std::filesystem::create_directories(place / "attachments" / "501");
    std::string line = kWithFiles;
    std::erase(line, '\n');
    std::ofstream{place / "tickets.jsonl"} << line;
    std::ofstream{place / "attachments" / "501" / "shot.png", std::ios::binary} << kPicture;
    std::filesystem::create_symlink("/etc/hostname", place / "attachments" / "gone.pdf");

    auto files = desk::files_below(place).value();
    auto history = desk::read_history(Source::zendesk, *files, plain).value();
    auto report = wait(desk::import_history(Source::zendesk, history, running(files)));
    std::filesystem::remove_all(place);

    ASSERT_TRUE(report) << report.error().what;
    EXPECT_EQ(report->files_taken, 1);
    EXPECT_EQ(report->files, 4) << "a link leads out of the folder and is not followed";
}

/// Ends as a kill does: in the midst of it, with nothing said.
class Killed final : public desk::HistoryStore {
public:
    Killed(desk::HistoryStore& store, int after) : store_{store}, left_{after} {}
    Task<Result<desk::ImportReport>> put(
        desk::SafeConversation conversation,
        std::string inbox,
        bool dry,
        std::optional<desk::ImportMark> mark) override
    {
        if (left_-- == 0) co_return fail(ErrorKind::internal, "killed");
        co_return co_await store_.put(std::move(conversation), inbox, dry, std::move(mark));
    }

private:
    desk::HistoryStore& store_;
    int left_;
};

class ImportJobs : public Imports {
protected:
    /// Ten conversations of one message each.
    static std::string ten()
    {
        std::string out;
        for (int i = 1; i <= 10; ++i) {
            auto number = std::to_string(i);
            out += R"({"id":)" + number + R"(,"created_at":1700000000,"meta":{"sender":{"id":)" +
                   number + R"(}},"messages":[{"content":"frobnicate )" + number +
                   R"(","message_type":0,"created_at":1700000000}]})" + "\n";
        }
        return out;
    }
    store::Imports::Parts shelf_parts()
    {
        return {*house->database, house->sealer, house->compute, clock, house->folder.imports()};
    }
    /// Everything is anew, as after a start; runs until nothing is at work.
    desk::ImportJob restarted(std::optional<std::string> file = std::nullopt)
    {
        Scope scope{io.get_executor(), [](std::string_view) {}};
        store::History history{*house->database, *house->store, clock};
        store::Imports shelf{shelf_parts()};
        desk::ImportRoom room{{shelf, history, *house->blobs, house->compute, scope, clock, plain}};
        EXPECT_TRUE(wait(room.open()));
        room.resume();
        if (file) EXPECT_TRUE(wait(room.start(Source::chatwoot, *file, inbox, false)));
        while (!room.jobs().empty() && !room.jobs().front().over()) {
            io.restart();
            io.run_one();
        }
        auto job = room.jobs().empty() ? desk::ImportJob{} : room.jobs().front();
        stop(scope);
        return job;
    }
    void stop(Scope& scope)
    {
        auto stopped = [](Scope& s) -> Task<int> {
            co_await s.stop(std::chrono::seconds{5});
            co_return 0;
        };
        wait(stopped(scope));
    }
};

TEST_F(ImportJobs, go_on_after_a_kill_where_they_were_and_count_nothing_twice)
{
    {
        store::Imports shelf{shelf_parts()};
        desk::ImportJob job{.id = new_id(clock.now()), .inbox = inbox, .state = "running"};
        ASSERT_TRUE(wait(shelf.add(job, ten())));
        EXPECT_FALSE(on_disk("frobnicate")) << "sealed: nothing of it has passed the guard yet";
        auto files = desk::files_in(ten()).value();
        auto history = desk::read_history(Source::chatwoot, *files, plain).value();
        Killed store_of{store, 4};
        desk::ImportRun run{
            .store = store_of,
            .blobs = *house->blobs,
            .compute = house->compute,
            .files = files,
            .inbox = inbox,
            .job = job.id};
        EXPECT_FALSE(wait(desk::import_history(Source::chatwoot, history, std::move(run))));
    }
    close();
    open();

    auto job = restarted();

    EXPECT_EQ(job.state, "done");
    EXPECT_EQ(job.total, 10U);
    EXPECT_EQ(job.report.conversations, 10);
    EXPECT_EQ(job.report.messages, 10);
    EXPECT_EQ(job.report.known, 0) << "those before the kill are not even looked at again";
    EXPECT_EQ(all().size(), 10U);
    EXPECT_TRUE(std::filesystem::is_empty(house->folder.imports()));
    // And it is remembered.
    EXPECT_EQ(restarted().report.conversations, 10);
}

TEST_F(ImportJobs, of_a_file_that_is_gone_or_was_tampered_with_fail_and_say_so)
{
    store::Imports shelf{shelf_parts()};
    desk::ImportJob job{.id = new_id(clock.now()), .inbox = inbox, .state = "reading"};
    ASSERT_TRUE(wait(shelf.add(job, ten())));
    auto path = house->folder.imports() / job.id;
    std::filesystem::resize_file(path, std::filesystem::file_size(path) - 2);
    EXPECT_EQ(restarted().fault, "unreadable");
    EXPECT_TRUE(all().empty());

    clock.advance(std::chrono::seconds{1});
    job.id = new_id(clock.now());
    job.at = clock.now();
    ASSERT_TRUE(wait(shelf.add(job, ten())));
    std::filesystem::remove(house->folder.imports() / job.id);
    EXPECT_EQ(restarted().fault, "lost");
}

TEST_F(ImportJobs, after_a_broken_file_take_the_next)
{
    EXPECT_EQ(restarted("not json").fault, "unreadable");
    clock.advance(std::chrono::seconds{1});
    EXPECT_EQ(restarted(ten()).report.conversations, 10);
}

TEST_F(Imports, what_is_sealed_comes_back_whole_or_not_at_all)
{
    auto path = folder / "sealed";
    constexpr std::size_t kMebibyte = 1 << 20;
    for (auto size : {0 * kMebibyte, kMebibyte, kMebibyte + 1, 3 * kMebibyte}) {
        std::string bytes(size, 'x');
        ASSERT_TRUE(store::write_sealed(house->sealer, path, "test", bytes));
        EXPECT_EQ(store::read_sealed(house->sealer, path, "test").value(), bytes);
        EXPECT_FALSE(store::read_sealed(house->sealer, path, "other"));
    }
    // Without its last piece it is not whole.
    std::ifstream in{path};
    std::string lines, line;
    for (int i = 0; i < 2; ++i) std::getline(in, line), lines += line + "\n";
    std::ofstream{path} << lines;
    EXPECT_FALSE(store::read_sealed(house->sealer, path, "test"));
}

}  // namespace
}  // namespace keydesk
