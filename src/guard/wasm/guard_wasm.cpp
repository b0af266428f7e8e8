// The guard as a WebAssembly module without imports. Numbers are 32 bits, little endian.
//
//   room(size)       -> where to write the request
//   add_list(size)   -> takes the bytes in the room as a word list; 1 when it was one (full module)
//   scan()           -> reads the request, returns where the reply stands
//   wipe()           -> clears everything the scan has touched
//
// Request: flags (1: zh, 2: declared transaction hash), number of texts, length of each, the texts:
// the agent's message, the newest of the customer, his earlier ones (oldest first).
// Reply: needs, number of spans in earlier messages, number of spans, bytes of redacted text;
// start, end, kind, uncertain of each span; index of the earlier message and the same four of each
// span there; redacted text. The sieve redacts nothing and names no earlier message.

#include "guard/guard.hpp"
#include "guard/lexicon.hpp"
#include "guard/needs.hpp"
#include "guard/sieve.hpp"
#include "guard/sightings.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <new>

extern "C" unsigned char __heap_base;
extern "C" void __wasm_call_ctors();

namespace {

constexpr std::size_t kPage = 65536;

/// A stack of bytes: nothing is freed by itself, all of a scan is wiped at once.
struct Arena {
    std::uintptr_t top;
    std::uintptr_t kept;  ///< Below it stand the word lists.
    std::uintptr_t highest;
};
Arena arena;

void* take(std::size_t size)
{
    if (arena.top == 0)
        arena.top = reinterpret_cast<std::uintptr_t>(&__heap_base) + 15U & ~std::uintptr_t{15};
    const std::uintptr_t at = arena.top;
    const std::uintptr_t end = at + size + 15U & ~std::uintptr_t{15};
    const std::size_t have = __builtin_wasm_memory_size(0) * kPage;
    if (end < at) __builtin_trap();
    if (end > have &&
        __builtin_wasm_memory_grow(0, (end - have + kPage - 1) / kPage) == ~std::size_t{0}) {
        __builtin_trap();
    }
    arena.top = end;
    if (end > arena.highest) arena.highest = end;
    return reinterpret_cast<void*>(at);
}

keydesk::guard::Lexicon* words;
unsigned char* input;

std::uint32_t number(std::size_t i)
{
    std::uint32_t value = 0;
    std::memcpy(&value, input + 4 * i, 4);
    return value;
}

struct Answer {
    std::vector<keydesk::guard::Span> spans;
    std::string redacted;
    std::uint32_t needs = 0;
    std::vector<keydesk::guard::Rewrite> earlier = {};
};

using Said = std::vector<std::string_view>;

#ifdef KEYDESK_GUARD_SIEVE

/// One look at all messages together and one at the newest alone; the full module looks again
/// before anything is shown or redacted.
Answer judged(const Said& said, const keydesk::guard::Context& context)
{
    using namespace keydesk::guard;
    Answer answer;
    const Subject subject = subject_of(context);
    for (std::size_t first = 0; first < said.size(); first = said.size() - 1) {
        NormalText text;
        std::uint32_t start = 0;
        for (std::size_t i = first; i < said.size(); ++i) start = append(text, said[i]);
        if (suspicious(text, normalise(context.agent_said))) answer.needs = kNeedsAllDetectors;
        for (const Sighting& s : detect(text, context, subject, *words)) {
            answer.needs = kNeedsAllDetectors;
            if (s.end > start)
                answer.spans.push_back(
                    {text.at[std::max(s.start, start)] - text.at[start],
                     text.at[s.end] - text.at[start],
                     s.kind});
        }
        if (first + 1 == said.size() || !answer.spans.empty()) break;
    }
    return answer;
}

#else

Answer judged(const Said& said, const keydesk::guard::Context& context)
{
    using namespace keydesk::guard;
    NormalText together;
    for (const std::string_view text : said) append(together, text);
    const std::vector<std::string> earlier(said.begin(), said.end() - 1);
    ThreadCleaned result =
        clean_thread(earlier, RawText{std::string{said.back()}}, context, *words);
    return {
        result.newest.spans,
        result.newest.text.str(),
        needed_lists(together, *words),
        std::move(result.earlier)};
}

#endif

}  // namespace

void* operator new(std::size_t size)
{
    return take(size);
}
void* operator new(std::size_t size, std::align_val_t)
{
    return take(size);
}
void operator delete(void*) noexcept {}
void operator delete(void*, std::size_t) noexcept {}
void operator delete(void*, std::align_val_t) noexcept {}
void operator delete(void*, std::size_t, std::align_val_t) noexcept {}

// libc++'s own prints through stdio, which would have to be imported.
_LIBCPP_BEGIN_NAMESPACE_STD
[[noreturn]] void __libcpp_verbose_abort(const char*, ...)
{
    __builtin_trap();
}
_LIBCPP_END_NAMESPACE_STD

extern "C" {

// One instruction each; libc's are loops of a kilobyte. Not built-ins here, or they would call
// themselves.
__attribute__((no_builtin)) void* memcpy(
    void* __restrict to, const void* __restrict from, std::size_t size)
{
    __asm__(
        "local.get %0\nlocal.get %1\nlocal.get %2\nmemory.copy 0, 0" ::"r"(to),
        "r"(from),
        "r"(size));
    return to;
}
__attribute__((no_builtin)) void* memmove(void* to, const void* from, std::size_t size)
{
    __asm__(
        "local.get %0\nlocal.get %1\nlocal.get %2\nmemory.copy 0, 0" ::"r"(to),
        "r"(from),
        "r"(size));
    return to;
}

__attribute__((export_name("_initialize"))) void _initialize()
{
    __wasm_call_ctors();
}

// libc's own closes stdio after every call, and would have to import it.
void __wasm_call_dtors() {}

__attribute__((export_name("room"))) void* room(std::size_t size)
{
    if (words == nullptr) {
        words = new keydesk::guard::Lexicon;
        keydesk::guard::warm_up();
        arena.kept = arena.top;
    }
    input = static_cast<unsigned char*>(take(size));
    return input;
}

#ifndef KEYDESK_GUARD_SIEVE
__attribute__((export_name("add_list"))) int add_list(std::size_t size)
{
    const bool added = words->add({reinterpret_cast<const char*>(input), size});
    arena.kept = arena.top;
    return added ? 1 : 0;
}
#endif

__attribute__((export_name("scan"))) void* scan()
{
    using namespace keydesk::guard;
    const std::uint32_t flags = number(0);
    const std::uint32_t texts = number(1);
    const char* at = reinterpret_cast<const char*>(input + 8 + std::size_t{4} * texts);
    const auto next = [&](std::uint32_t i) {
        const std::string_view text{at, number(2 + i)};
        at += text.size();
        return text;
    };
    Context context;
    context.locale = (flags & 1U) != 0 ? Locale::zh : Locale::en;
    context.declared_transaction_hash = (flags & 2U) != 0;
    context.agent_said = next(0);
    std::vector<std::string_view> said;  // Oldest first, the newest last.
    const std::string_view newest = next(1);
    for (std::uint32_t i = 2; i < texts; ++i) said.push_back(next(i));
    said.push_back(newest);
    const Answer answer = judged(said, context);
    const std::string& text = answer.redacted;
    std::size_t earlier = 0;
    for (const Rewrite& piece : answer.earlier) earlier += piece.spans.size();
    auto* reply = static_cast<unsigned char*>(
        take(16 + 16 * answer.spans.size() + 20 * earlier + text.size()));
    unsigned char* to = reply;
    const auto put = [&to](std::size_t value) {
        const auto narrow = static_cast<std::uint32_t>(value);
        std::memcpy(to, &narrow, 4);
        to += 4;
    };
    const auto put_span = [&put](const Span& span) {
        put(span.start);
        put(span.end);
        put(static_cast<std::size_t>(span.kind));
        put(span.uncertain ? 1 : 0);
    };
    put(answer.needs);
    put(earlier);
    put(answer.spans.size());
    put(text.size());
    for (const Span& span : answer.spans) put_span(span);
    for (const Rewrite& piece : answer.earlier) {
        for (const Span& span : piece.spans) {
            put(piece.index);
            put_span(span);
        }
    }
    std::memcpy(to, text.data(), text.size());
    return reply;
}

__attribute__((export_name("wipe"))) void wipe()
{
    std::memset(reinterpret_cast<void*>(arena.kept), 0, arena.highest - arena.kept);
    arena.top = arena.highest = arena.kept;
    // The stack stands first in memory and grows down: what calls before this one left on it.
    constexpr std::uintptr_t kLowest = 1024;
    const auto frame = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)) - 256;
    std::memset(reinterpret_cast<void*>(kLowest), 0, frame - kLowest);
}

}  // extern "C"
