// SPDX-License-Identifier: BSL-1.0
#include <ssot/ssot.hpp>

int main() {}
