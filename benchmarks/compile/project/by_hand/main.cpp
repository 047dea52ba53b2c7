// SPDX-License-Identifier: BSL-1.0
// Prints what each file of the project found. Lines that name `work` come once for each file.

#include <iostream>
#include <string>

std::string work();

int main()
{
    std::ios::sync_with_stdio(false);
    std::cout << work();
}
