// SPDX-License-Identifier: BSL-1.0
// The conformance kit over a backend whose rows outlive the process, in folder_backend.hpp.

#include "folder_backend.hpp"

#include <ssot/testing/conformance.hpp>

#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

int main(int argc, char** argv)
{
    //[ join
    if (argc == 3 && std::string_view(argv[1]) == "--join")
        return ssot::conformance::join<acme::folder_backend>([&] { return acme::folder_backend(argv[2]); });
    //]
    auto const root = std::filesystem::temp_directory_path() / ("acme_conformance_" + std::to_string(::getpid()));
    //[ reopen
    int        number      = 0; // of the folder of the backend that was made last
    auto const last_folder = [&] { return root / std::to_string(number); };
    auto const make        = [&] {
        ++number;
        return acme::folder_backend(last_folder());
    };
    auto const reopen = [&](acme::folder_backend&& open) {
        {
            auto const closed = std::move(open); // destroyed here, which closes the folder
        }
        return acme::folder_backend(last_folder());
    };
    int const code = ssot::conformance::run<acme::folder_backend>(argc, argv, make, reopen);
    //]
    std::error_code none;
    std::filesystem::remove_all(root, none);
    return code;
}
