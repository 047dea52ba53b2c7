// SPDX-License-Identifier: BSL-1.0
// The kit over one of our backends: `./run conformance BACKEND [ARGUMENTS]`.

#include <ssot/testing/conformance.hpp>

#include "backends.hpp"

#include <algorithm>
#include <iostream>
#include <string_view>

int main(int argc, char** argv)
{
    std::string_view const backend = argc > 1 ? argv[1] : "";
    if (std::ranges::find(ssot_test::backend_names, backend) == std::ranges::end(ssot_test::backend_names)) {
        std::cerr << "no backend '" << backend << "'; allowed:";
        for (std::string_view separator = " "; auto const name : ssot_test::backend_names) {
            std::cerr << separator << name;
            separator = ", ";
        }
        std::cerr << '\n';
        return 2;
    }
    return ssot::conformance::run(argc - 1, argv + 1, ssot_test::source_of(backend));
}
