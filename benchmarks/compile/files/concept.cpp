// SPDX-License-Identifier: BSL-1.0
// What the author of a backend includes.

#include <ssot/storage/concept.hpp>

int main() {}
