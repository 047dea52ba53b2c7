// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_RANDOM_QUERIES_IPP
#define SSOT_IMPL_TESTING_KIT_RANDOM_QUERIES_IPP

#include <ssot/condition.hpp>
#include <ssot/testing/kit/random_queries.hpp>

#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace ssot::conformance::detail {

SSOT_DECL std::string folded(std::string text)
{
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

SSOT_DECL std::string any_needle(random_source& random)
{
    return random.pick<std::string>({"", "a", "A", "b", "e-", "core", "%", "_", "\\", "*", "[a]", "\xc3\xa9", "\xc3\x89"});
}

SSOT_DECL std::string any_word(random_source& random)
{
    return random.pick<std::string>({"a", "A", "b", "core-1", "Core-2", "50%", "a_c", "\xc3\x89t\xc3\xa9", "\\", "*[a]"});
}

SSOT_DECL condition<specimen> any_specimen_condition(random_source& random)
{
    return any_condition<specimen>(random, [](random_source& r) -> condition<specimen> {
        auto const on = [&]<auto F>(std::integral_constant<decltype(F), F>) {
            using plain_type = unwrap_t<ssot::detail::type_of<F>>;
            return compare_with<F>(r, any_value<plain_type>(r), [](specimen const& m) { return seen(m.*F); });
        };
#define SSOT_ON(Field) on(std::integral_constant<decltype(&specimen::Field), &specimen::Field>())
        switch (r.below(14)) {
        case 0: return SSOT_ON(text);
        case 1: return SSOT_ON(maybe_text);
        case 2: return SSOT_ON(number);
        case 3: return SSOT_ON(maybe_number);
        case 4: return SSOT_ON(maybe_real);
        case 5: return SSOT_ON(maybe_token);
        case 6: return SSOT_ON(at);
        case 7: return SSOT_ON(maybe_at);
        case 8: return SSOT_ON(maybe_took);
        case 9: return SSOT_ON(rank);
        case 10: return SSOT_ON(maybe_rank);
        case 11: return SSOT_ON(maybe_flag);
        case 12: return search_for<&specimen::maybe_text>(r, any_needle(r), [](specimen const& m) { return m.maybe_text; });
        default: {
            std::vector<std::int64_t> keys;
            for (auto n = r.below(5); n != 0; --n)
                keys.push_back(static_cast<std::int64_t>(r.below(40)));
            return {in(field<&specimen::id>, keys),
                    [keys](specimen const& m) { return std::ranges::find(keys, m.id) != keys.end(); }};
        }
        }
#undef SSOT_ON
    });
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_KIT_RANDOM_QUERIES_IPP
