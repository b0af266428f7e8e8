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
constexpr char k0005[] = {
#embed "../../migrations/0005_log.sql"
    , '\0'};
constexpr char k0006[] = {
#embed "../../migrations/0006_playbooks.sql"
    , '\0'};
constexpr char k0007[] = {
#embed "../../migrations/0007_queue.sql"
    , '\0'};
constexpr char k0008[] = {
#embed "../../migrations/0008_knowledge.sql"
    , '\0'};
constexpr char k0009[] = {
#embed "../../migrations/0009_power.sql"
    , '\0'};
constexpr char k0010[] = {
#embed "../../migrations/0010_reports.sql"
    , '\0'};
constexpr char k0011[] = {
#embed "../../migrations/0011_integrators.sql"
    , '\0'};
constexpr char k0012[] = {
#embed "../../migrations/0012_assistant.sql"
    , '\0'};
constexpr char k0013[] = {
#embed "../../migrations/0013_mail_trust.sql"
    , '\0'};
constexpr char k0014[] = {
#embed "../../migrations/0014_tidy.sql"
    , '\0'};
#pragma clang diagnostic pop

constexpr std::array kSteps{
    sql::Migration{1, "base", {k0001, sizeof k0001 - 1}},
    sql::Migration{2, "diagnoses", {k0002, sizeof k0002 - 1}},
    sql::Migration{3, "doors", {k0003, sizeof k0003 - 1}},
    sql::Migration{4, "feedback", {k0004, sizeof k0004 - 1}},
    sql::Migration{5, "log", {k0005, sizeof k0005 - 1}},
    sql::Migration{6, "playbooks", {k0006, sizeof k0006 - 1}},
    sql::Migration{7, "queue", {k0007, sizeof k0007 - 1}},
    sql::Migration{8, "knowledge", {k0008, sizeof k0008 - 1}},
    sql::Migration{9, "power", {k0009, sizeof k0009 - 1}},
    sql::Migration{10, "reports", {k0010, sizeof k0010 - 1}},
    sql::Migration{11, "integrators", {k0011, sizeof k0011 - 1}},
    sql::Migration{12, "assistant", {k0012, sizeof k0012 - 1}},
    sql::Migration{13, "mail_trust", {k0013, sizeof k0013 - 1}},
    sql::Migration{14, "tidy", {k0014, sizeof k0014 - 1}}};

}  // namespace

std::span<const sql::Migration> schema()
{
    return kSteps;
}

}  // namespace keydesk::store
