#include "base/compute.hpp"
#include "base/crypto.hpp"
#include "base/password_hash.hpp"
#include "base/seal.hpp"
#include "tests/kit/finish.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <latch>
#include <thread>

namespace keydesk {
namespace {

namespace fs = std::filesystem;

TEST(PasswordHash, agrees_with_the_reference_implementation)
{
    // phc-winner-argon2, src/test.c: Argon2id, version 19, t=2, m=2^16, p=1.
    EXPECT_TRUE(verify_password(
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        Secret{"password"}));
}

TEST(PasswordHash, knows_its_password_and_no_other)
{
    auto stored = hash_password(Secret{"correct horse"});
    ASSERT_TRUE(stored);
    EXPECT_TRUE(stored->starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
    EXPECT_TRUE(verify_password(*stored, Secret{"correct horse"}));
    EXPECT_FALSE(verify_password(*stored, Secret{"correct horsE"}));
    EXPECT_FALSE(verify_password(*stored, Secret{""}));
    EXPECT_FALSE(verify_password("", Secret{""}));
    EXPECT_FALSE(verify_password(std::string(1000, 'x'), Secret{"x"}));
    EXPECT_FALSE(verify_password(nobodys_password_hash(), Secret{""}));
}

TEST(Hmac, agrees_with_rfc_2202)
{
    EXPECT_EQ(
        hex(hmac_sha1("Jefe", "what do ya want for nothing?")),
        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

class Seal : public testing::Test {
protected:
    Seal()
    {
        folder = fs::temp_directory_path() /
                 ("keydesk-seal-" + std::to_string(::getpid()) + "-" +
                  testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::remove_all(folder);
    }
    ~Seal() override { fs::remove_all(folder); }
    fs::path folder;
    fs::path key() const { return folder / "keys" / "master"; }
};

TEST_F(Seal, opens_after_a_restart_and_the_key_is_its_owners_alone)
{
    auto sealed = Sealer::open(key()).value().seal("totp:1", Secret{"abc"});
    EXPECT_EQ(sealed.find("abc"), std::string::npos);
    EXPECT_EQ(Sealer::open(key()).value().unseal("totp:1", sealed).value().reveal(), "abc");
    struct stat about{};
    ASSERT_EQ(::stat(key().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0400u);
    ASSERT_EQ(::stat(key().parent_path().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0700u);
}

TEST_F(Seal, does_not_open_elsewhere_nor_after_a_flipped_bit)
{
    auto sealer = Sealer::open(key()).value();
    auto sealed = sealer.seal("totp:1", Secret{"abc"});
    EXPECT_NE(sealed, sealer.seal("totp:1", Secret{"abc"}));
    EXPECT_FALSE(sealer.unseal("totp:2", sealed));
    for (std::size_t i = 3; i < sealed.size(); ++i) {
        auto forged = sealed;
        forged[i] = forged[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(sealer.unseal("totp:1", forged)) << i;
    }
    for (auto bad : {"", "s1.", "s1.AAAA", "abc"}) EXPECT_FALSE(sealer.unseal("totp:1", bad));
    auto other = Sealer::open(folder / "other" / "master").value();
    EXPECT_FALSE(other.unseal("totp:1", sealed));
}

TEST_F(Seal, refuses_a_key_that_others_may_read_or_that_is_none)
{
    static_cast<void>(Sealer::open(key()).value());
    fs::permissions(key(), fs::perms::owner_read | fs::perms::group_read);
    EXPECT_EQ(Sealer::open(key()).error().kind, ErrorKind::denied);
    fs::remove(key());
    std::ofstream{key()} << "short";
    fs::permissions(key(), fs::perms::owner_read);
    EXPECT_EQ(Sealer::open(key()).error().kind, ErrorKind::unavailable);
}

Task<Result<std::thread::id>> where(Compute& compute)
{
    co_return co_await compute.run([] { return std::this_thread::get_id(); });
}

TEST(ComputePool, works_off_the_io_thread_and_comes_back_to_it)
{
    Compute compute;
    auto id = kit::finish(where(compute));
    ASSERT_TRUE(id);
    EXPECT_NE(*id, std::this_thread::get_id());
}

Task<Result<int>> bug(Compute& compute)
{
    co_return co_await compute.run([]() -> int { throw std::runtime_error("a bug"); });
}

TEST(ComputePool, an_exception_in_the_work_is_an_error_and_no_crash)
{
    Compute compute;
    EXPECT_EQ(kit::finish(bug(compute)).error().kind, ErrorKind::internal);
}

Task<void> hold(Compute& compute, std::latch& gate, std::atomic<int>& most, int& refused)
{
    auto done = co_await compute.run([&gate, &most] {
        gate.wait();
        return ++most;
    });
    if (!done) ++refused;
}

TEST(ComputePool, refuses_what_would_wait_too_long)
{
    boost::asio::io_context io;
    Compute compute{2, 3};
    std::latch gate{1};
    std::atomic<int> ran = 0;
    int refused = 0;
    for (int i = 0; i < 9; ++i)
        boost::asio::co_spawn(io, hold(compute, gate, ran, refused), [](std::exception_ptr) {});
    io.poll();
    EXPECT_EQ(refused, 4);
    gate.count_down();
    io.restart();
    while (ran < 5 || !io.stopped())
        if (io.run_one() == 0) break;
    EXPECT_EQ(ran, 5);
}

}  // namespace
}  // namespace keydesk
