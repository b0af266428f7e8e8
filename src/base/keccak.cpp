#include "base/crypto.hpp"

#include <cryptopp/keccak.h>

namespace keydesk {

Digest keccak256(std::string_view bytes)
{
    Digest digest{};
    CryptoPP::Keccak_256 hash;
    hash.Update(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    hash.Final(digest.data());
    return digest;
}

}  // namespace keydesk
