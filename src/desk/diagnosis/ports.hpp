#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "desk/diagnosis/diagnosis.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::desk {

/// Knows the chains. Implemented in chains/.
class Diagnoser {
public:
    virtual ~Diagnoser() = default;

    /// What a customer may have meant, in the order of the text. Pure and quick.
    virtual std::vector<Subject> subjects(std::string_view text) const = 0;

    /// Asks the chains, at most a few seconds. What could not be learned lowers the confidence of
    /// the answer; it is no error. `memory` is what was kept of it, if anything was.
    virtual Task<Diagnosis> explain(Subject subject, std::vector<Memory> memory) = 0;
};

}  // namespace keydesk::desk
