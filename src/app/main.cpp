#include "app/guard_command.hpp"

#include <iostream>
#include <string_view>

int main(int argc, char** argv)
{
    if (argc == 3 && std::string_view{argv[1]} == "guard" && std::string_view{argv[2]} == "scan") {
        std::ios::sync_with_stdio(false);
        return keydesk::app::guard_scan(std::cin, std::cout);
    }
    return 2;
}
