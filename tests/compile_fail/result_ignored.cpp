// SPDX-License-Identifier: BSL-1.0
#include <ssot/form.hpp>
#include <ssot/json/text.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include <map>
#include <string>

// A user's build may warn, or not; here it is an error.
#pragma GCC diagnostic error "-Wunused-result"

namespace {

ssot::result<void> of_the_user() { return {}; }

} // namespace

int main()
{
    ssot::store store{ssot::storage::memory{}};
    ssot::sync  run{.source = "A", .target = "B"};
#ifdef SSOT_COMPILE_FAIL
    of_the_user(); // expect: "it may hold an error: test it, call value(), or cast it to void"
    store.insert(run);
    store.erase(run);
    store.count<ssot::sync>();
    ssot::from_json<ssot::sync>("{}");
    ssot::from_form<ssot::sync>(std::map<std::string, std::string>());
#else
    static_cast<void>(of_the_user());
    static_cast<void>(store.insert(run));
    store.erase(run).value();
    return store.count<ssot::sync>() && ssot::from_json<ssot::sync>("{}") ? 1 : 0;
#endif
}
