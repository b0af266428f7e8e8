#include "store/schema.hpp"

#include <array>

namespace keydesk::store {

namespace {

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
constexpr char k0001[] = {
#embed "../../migrations/0001_base.sql"
    , '\0'};
constexpr char k0002[] = {
#embed "../../migrations/0002_diagnoses.sql"
    , '\0'};
constexpr char k0003[] = {
#embed "../../migrations/0003_doors.sql"
    , '\0'};
constexpr char k0004[] = {
#embed "../../migrations/0004_feedback.sql"
    , '\0'};
#pragma clang diagnostic pop

constexpr std::array kSteps{
    sql::Migration{1, "base", {k0001, sizeof k0001 - 1}},
    sql::Migration{2, "diagnoses", {k0002, sizeof k0002 - 1}},
    sql::Migration{3, "doors", {k0003, sizeof k0003 - 1}},
    sql::Migration{4, "feedback", {k0004, sizeof k0004 - 1}}};

}  // namespace

std::span<const sql::Migration> schema()
{
    return kSteps;
}

}  // namespace keydesk::store
