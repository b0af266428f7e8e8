#include "app/commands/admin.hpp"

#include "app/commands/doctor.hpp"
#include "app/data_folder.hpp"
#include "base/password_hash.hpp"
#include "sql/connection.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace keydesk::app {
namespace {

namespace fs = std::filesystem;

class Operator : public testing::Test {
protected:
    Operator()
    {
        data = fs::temp_directory_path() /
               ("keydesk-admin-" + std::to_string(::getpid()) + "-" +
                testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::remove_all(data);
    }
    ~Operator() override { fs::remove_all(data); }

    int create(AdminOptions options, std::string typed = "")
    {
        options.data = data;
        std::istringstream in{typed};
        out.str("");
        err.str("");
        return admin_create(options, in, out, err);
    }
    int reset(std::string email)
    {
        std::istringstream in;
        out.str("");
        err.str("");
        return admin_reset({.data = data, .email = std::move(email)}, in, out, err);
    }
    std::string shown_password()
    {
        auto text = out.str();
        auto at = text.rfind(": ");
        return at == std::string::npos ? "" : text.substr(at + 2, text.find('\n', at) - at - 2);
    }
    sql::Rows rows(std::string_view text)
    {
        auto db = sql::open_sqlite((data / "desk.db").string(), true).value();
        return db->query(text).value();
    }
    void spoil(const std::string& text)
    {
        auto db = sql::open_sqlite((data / "desk.db").string(), false).value();
        db->script(text).value();
    }
    /// What the doctor says of one thing.
    Health health_of(const std::string& what)
    {
        auto found = examine(data, SystemClock{});
        auto one = std::ranges::find_if(
            found, [&](auto& d) { return d.what == what && d.health != Health::good; });
        return one == found.end() ? Health::good : one->health;
    }

    fs::path data;
    std::ostringstream out, err;
};

TEST_F(Operator, the_first_administrator_is_made_with_a_password_that_is_shown_once)
{
    ASSERT_EQ(create({.email = " Su@Desk.example "}), 0) << err.str();
    auto row = rows("SELECT email, name, role, password_hash FROM agents").at(0);
    EXPECT_EQ(row.text(0), "su@desk.example");
    EXPECT_EQ(row.text(1), "su");
    EXPECT_EQ(row.text(2), "admin");
    EXPECT_EQ(shown_password().size(), 24u);
    EXPECT_TRUE(verify_password(row.text(3), Secret{shown_password()}));
    EXPECT_EQ(create({.email = "SU@desk.example"}), 1);
    EXPECT_NE(err.str().find("has an account already"), std::string::npos);
}

TEST_F(Operator, a_password_may_come_over_standard_input_and_is_not_repeated)
{
    ASSERT_EQ(
        create({.email = "a@b.example", .password_stdin = true}, "correct horse battery\r\n"), 0);
    EXPECT_EQ(out.str().find("correct horse"), std::string::npos);
    auto row = rows("SELECT password_hash FROM agents").at(0);
    EXPECT_TRUE(verify_password(row.text(0), Secret{"correct horse battery"}));
    EXPECT_EQ(create({.email = "c@b.example", .password_stdin = true}, "short\n"), 2);
    EXPECT_EQ(create({.email = "not an address"}), 2);
    EXPECT_EQ(create({.email = "c@b.example", .role = "owner"}), 2);
}

TEST_F(Operator, a_reset_opens_a_locked_account_again_and_ends_its_sessions)
{
    ASSERT_EQ(create({.email = "a@b.example"}), 0);
    auto first = shown_password();
    spoil(
        "UPDATE agents SET locked_until = 9e15, failed_logins = 9, disabled = 1, totp_active = 1;"
        "INSERT INTO sessions SELECT 's', 'h', id, 'c', 0, 0, 0, '', '' FROM agents;");
    ASSERT_EQ(reset("A@b.example"), 0) << err.str();
    auto row =
        rows("SELECT locked_until, failed_logins, disabled, totp_active, password_hash FROM agents")
            .at(0);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(row.number(i), 0) << i;
    EXPECT_TRUE(verify_password(row.text(4), Secret{shown_password()}));
    EXPECT_NE(shown_password(), first);
    EXPECT_EQ(rows("SELECT count(*) FROM sessions").at(0).number(0), 0);
    EXPECT_EQ(reset("nobody@b.example"), 1);
}

TEST_F(Operator, nothing_is_written_beside_a_running_server)
{
    ASSERT_EQ(create({.email = "a@b.example"}), 0);
    auto server = DataFolder::open(data);
    ASSERT_TRUE(server);
    EXPECT_EQ(create({.email = "c@b.example"}), 1);
    EXPECT_NE(err.str().find("another Keydesk"), std::string::npos);
    EXPECT_EQ(rows("SELECT count(*) FROM agents").at(0).number(0), 1);
}

TEST_F(Operator, the_doctor_is_content_with_a_fresh_folder)
{
    ASSERT_EQ(create({.email = "a@b.example"}), 0);
    for (const auto& one : examine(data, SystemClock{}))
        EXPECT_NE(one.health, Health::broken) << one.what << ": " << one.found;
    auto server = DataFolder::open(data);
    std::ostringstream text;
    EXPECT_EQ(doctor(data, text), 0) << text.str();
    EXPECT_NE(text.str().find("is running"), std::string::npos);
}

TEST_F(Operator, the_doctor_sees_an_audit_row_that_was_changed_or_taken_out)
{
    ASSERT_EQ(create({.email = "a@b.example"}), 0);
    ASSERT_EQ(reset("a@b.example"), 0);
    ASSERT_EQ(reset("a@b.example"), 0);
    EXPECT_EQ(health_of("audit"), Health::good);
    fs::copy(data, data.string() + "-copy", fs::copy_options::recursive);
    spoil("UPDATE audit SET actor = 'nobody' WHERE id = 2");
    EXPECT_EQ(health_of("audit"), Health::broken);
    fs::remove_all(data);
    fs::rename(data.string() + "-copy", data);
    EXPECT_EQ(health_of("audit"), Health::good);
    spoil("DELETE FROM audit WHERE id = 2; UPDATE audit SET id = 2 WHERE id = 3");
    EXPECT_EQ(health_of("audit"), Health::broken);
}

TEST_F(Operator, the_doctor_sees_what_is_wrong_with_keys_admins_clock_and_pages)
{
    EXPECT_EQ(health_of("folder"), Health::broken) << "no such folder";
    ASSERT_EQ(create({.email = "a@b.example"}), 0);
    auto key = data / "keys" / "master";
    fs::permissions(key, fs::perms::owner_read | fs::perms::others_read);
    EXPECT_EQ(health_of("key"), Health::broken);
    fs::permissions(key, fs::perms::owner_read);

    spoil("UPDATE agents SET totp_secret = 's1.AAAA'");
    EXPECT_EQ(health_of("seals"), Health::broken);
    EXPECT_EQ(health_of("agents"), Health::worrying) << "no one-time codes";
    spoil("UPDATE agents SET role = 'lead'");
    EXPECT_EQ(health_of("agents"), Health::broken);

    auto past = examine(data, ManualClock{Time{std::chrono::seconds{1}}});
    auto clock = std::ranges::find(past, "clock", &Diagnosis::what);
    ASSERT_NE(clock, past.end());
    EXPECT_EQ(clock->health, Health::broken);

    {
        std::fstream file{data / "desk.db", std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(4096 * 2);
        file << std::string(4096 * 6, '\x55');
    }
    EXPECT_EQ(health_of("database"), Health::broken);
    fs::remove(key);
    EXPECT_EQ(health_of("key"), Health::broken);
}

}  // namespace
}  // namespace keydesk::app
