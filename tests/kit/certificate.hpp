#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <string>

namespace keydesk::kit {

/// Writes a self-made certificate for `name` and its key.
inline void make_certificate(
    const std::string& certificate, const std::string& key, const std::string& name)
{
    EVP_PKEY* pair = EVP_EC_gen("P-256");
    X509* made = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
    X509_gmtime_adj(X509_getm_notBefore(made), -60);
    X509_gmtime_adj(X509_getm_notAfter(made), 3600);
    X509_set_pubkey(made, pair);
    auto* subject = X509_get_subject_name(made);
    X509_NAME_add_entry_by_txt(
        subject,
        "CN",
        MBSTRING_ASC,
        reinterpret_cast<const unsigned char*>(name.c_str()),
        -1,
        -1,
        0);
    X509_set_issuer_name(made, subject);
    X509_sign(made, pair, EVP_sha256());
    FILE* file = std::fopen(certificate.c_str(), "w");
    PEM_write_X509(file, made);
    std::fclose(file);
    file = std::fopen(key.c_str(), "w");
    PEM_write_PrivateKey(file, pair, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(file);
    X509_free(made);
    EVP_PKEY_free(pair);
}

}  // namespace keydesk::kit
