// Carries the precompiled header that every room reuses, and the one copy of what Asio and Beast
// compile separately (see cmake/dependencies.cmake).
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
