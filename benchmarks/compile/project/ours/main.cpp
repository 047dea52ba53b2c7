// SPDX-License-Identifier: BSL-1.0
// Prints what each file of the project found. Lines that name `work` come once for each file.

#include <ssot/ssot.hpp>

#include <iostream>
#include <string>

std::string work(ssot::store& store);

int main()
{
    std::ios::sync_with_stdio(false);
    ssot::store store{ssot::storage::memory{}};
    std::cout << work(store);
}
