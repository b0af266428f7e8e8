#include "api/public/form_seal.hpp"

#include <gtest/gtest.h>

namespace keydesk::api {

using namespace std::chrono_literals;
using Verdict = FormSeal::Verdict;

namespace {

std::string work_for(const std::string& form, int bits)
{
    for (int n = 0;; ++n) {
        auto work = std::to_string(n);
        if (zero_bits(form + "." + work) >= bits) return work;
    }
}

class SealedForm : public testing::Test {
protected:
    ManualClock clock;
    FormSeal seal{clock, 8};
    std::string form = seal.issue();
    std::string work = work_for(form, 8);
};

}  // namespace

TEST_F(SealedForm, is_good_once_after_a_little_while)
{
    EXPECT_EQ(seal.check(form, work, "first"), Verdict::too_soon);
    clock.advance(4s);
    EXPECT_EQ(seal.check(form, work, "first"), Verdict::good);
    EXPECT_EQ(seal.check(form, work, "second"), Verdict::used);
}

// The answer was lost on its way: the browser sends the same submission again.
TEST_F(SealedForm, takes_the_same_submission_again)
{
    clock.advance(4s);
    EXPECT_EQ(seal.check(form, work, "first"), Verdict::good);
    EXPECT_EQ(seal.check(form, work, "first"), Verdict::good);
}

TEST_F(SealedForm, needs_its_work)
{
    clock.advance(4s);
    std::string lazy;
    for (int n = 0; lazy.empty(); ++n) {
        if (zero_bits(form + "." + std::to_string(n)) < 8) lazy = std::to_string(n);
    }
    EXPECT_EQ(seal.check(form, lazy, "first"), Verdict::no_work);
    EXPECT_EQ(seal.check(form, std::string(500, '1'), "first"), Verdict::no_work);
}

TEST_F(SealedForm, is_not_made_by_anybody_else_and_not_kept_for_ever)
{
    clock.advance(4s);
    auto other = FormSeal{clock, 8}.issue();
    EXPECT_EQ(seal.check(other, work_for(other, 8), "first"), Verdict::stale);
    auto younger = "1" + form;
    EXPECT_EQ(seal.check(younger, work_for(younger, 8), "first"), Verdict::stale);
    EXPECT_EQ(seal.check("", "", ""), Verdict::stale);
    clock.advance(13h);
    EXPECT_EQ(seal.check(form, work, "first"), Verdict::stale);
}

}  // namespace keydesk::api
