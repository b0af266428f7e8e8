#include "base/seal.hpp"

#include "base/crypto.hpp"

#include <sodium.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace keydesk {

namespace {

constexpr std::string_view kMark = "s1.";

class Descriptor {
public:
    explicit Descriptor(int number) : number_{number} {}
    ~Descriptor()
    {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    int get() const { return number_; }

private:
    int number_;
};

/// Written beside and moved into place, so that a crash leaves either no key or a whole one.
Result<void> make_key(const std::filesystem::path& key_file)
{
    std::error_code ec;
    std::filesystem::create_directories(key_file.parent_path(), ec);
    ::chmod(key_file.parent_path().c_str(), 0700);
    auto fresh = key_file;
    fresh += ".new";
    std::filesystem::remove(fresh, ec);
    std::array<unsigned char, 32> key{};
    fill_random(key);
    Descriptor file{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400)};
    bool written = file.get() >= 0 && ::write(file.get(), key.data(), key.size()) == 32 &&
                   ::fsync(file.get()) == 0;
    sodium_memzero(key.data(), key.size());
    if (!written || ::rename(fresh.c_str(), key_file.c_str()) != 0)
        return fail(
            ErrorKind::unavailable, std::string{"master key not written: "} + std::strerror(errno));
    Descriptor folder{::open(key_file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    ::fsync(folder.get());
    return {};
}

}  // namespace

Result<Sealer> Sealer::open(const std::filesystem::path& key_file)
{
    if (!std::filesystem::exists(key_file)) {
        auto made = make_key(key_file);
        if (!made) return fail(made.error());
    }
    Descriptor file{::open(key_file.c_str(), O_RDONLY | O_CLOEXEC)};
    struct stat about{};
    if (file.get() < 0 || ::fstat(file.get(), &about) != 0)
        return fail(ErrorKind::unavailable, "master key cannot be read");
    if (about.st_mode & 077)
        return fail(ErrorKind::denied, "master key is open to others; run chmod 0400 on it");
    Key key{};
    if (about.st_size != 32 || ::read(file.get(), key.data(), key.size()) != 32)
        return fail(ErrorKind::unavailable, "master key is not 32 bytes long");
    return Sealer{key};
}

Sealer::Key Sealer::key_for(std::string_view purpose) const
{
    Key key{};
    crypto_generichash(
        key.data(),
        key.size(),
        reinterpret_cast<const unsigned char*>(purpose.data()),
        purpose.size(),
        master_.data(),
        master_.size());
    return key;
}

std::string Sealer::seal(std::string_view purpose, const Secret& secret) const
{
    const auto& text = secret.reveal();
    std::vector<unsigned char> out(
        crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + text.size());
    fill_random(std::span{out}.first(crypto_secretbox_NONCEBYTES));
    auto key = key_for(purpose);
    crypto_secretbox_easy(
        out.data() + crypto_secretbox_NONCEBYTES,
        reinterpret_cast<const unsigned char*>(text.data()),
        text.size(),
        out.data(),
        key.data());
    return std::string{kMark} + base64url(out);
}

Result<Secret> Sealer::unseal(std::string_view purpose, std::string_view sealed) const
{
    constexpr std::size_t kOverhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    std::string raw;
    if (!sealed.starts_with(kMark) || !base64url_decode(sealed.substr(kMark.size()), raw) ||
        raw.size() < kOverhead)
        return fail(ErrorKind::invalid_input, "not a sealed text");
    const auto* bytes = reinterpret_cast<const unsigned char*>(raw.data());
    std::string text(raw.size() - kOverhead, '\0');
    auto key = key_for(purpose);
    int bad = crypto_secretbox_open_easy(
        reinterpret_cast<unsigned char*>(text.data()),
        bytes + crypto_secretbox_NONCEBYTES,
        raw.size() - crypto_secretbox_NONCEBYTES,
        bytes,
        key.data());
    if (bad) return fail(ErrorKind::invalid_input, "sealed with another key or for something else");
    return Secret{std::move(text)};
}

std::string Sealer::fingerprint(std::string_view purpose, std::string_view text) const
{
    auto key = key_for(purpose);
    return hex(hmac_sha256({reinterpret_cast<const char*>(key.data()), key.size()}, text));
}

}  // namespace keydesk
