// SPDX-License-Identifier: BSL-1.0
#ifndef DEMO_ERRORS_HPP
#define DEMO_ERRORS_HPP

// What ends the program early. Each says all in one line.

#include <stdexcept>

namespace demo {

/// Something is wrong with the command line: exit status 2.
class usage_error : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Something is wrong with a file: exit status 1.
class failure : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace demo

#endif // DEMO_ERRORS_HPP
