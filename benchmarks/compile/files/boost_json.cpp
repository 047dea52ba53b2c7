// SPDX-License-Identifier: BSL-1.0
// What this takes is R, the unit of all figures.

#include <boost/json.hpp>

int main() {}
