// SPDX-License-Identifier: BSL-1.0
// The conformance kit over the backend in minimal_backend.hpp: `./run conformance example`.

//[ main
#include "minimal_backend.hpp"

#include <ssot/testing/conformance.hpp>

int main(int argc, char** argv)
{
    return ssot::conformance::run<acme::backend>(argc, argv, [] { return acme::backend(); });
}
//]
