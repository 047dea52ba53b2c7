// SPDX-License-Identifier: BSL-1.0
// Searching texts: judged by std::string::find in folded copies, and by the number of bytes that are compared.

#include <ssot/detail/text/find_text.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <utility>

namespace ssot_test {

namespace searched = ssot::detail;
using ssot::detail::letter_case;

std::string folded_copy(std::string text)
{
    for (char& c : text)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return text;
}

void check_find(std::string const& text, std::string const& needle)
{
    auto const as_is  = searched::find_text(text, needle, letter_case::as_is);
    auto const folded = searched::find_text(text, needle, letter_case::folded);
    if (as_is != text.find(needle))
        BOOST_ERROR("as it is: \"" << needle << "\" in \"" << text << "\": " << as_is);
    if (folded != folded_copy(text).find(folded_copy(needle)))
        BOOST_ERROR("folded: \"" << needle << "\" in \"" << text << "\": " << folded);
}

std::string repeated(std::string_view part, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i != times; ++i)
        out += part;
    return out;
}

BOOST_AUTO_TEST_SUITE(detail)
BOOST_AUTO_TEST_SUITE(find_text)

BOOST_AUTO_TEST_CASE(finds_what_a_search_in_folded_copies_finds)
{
    std::mt19937           random(20260101);
    std::string_view const alphabets[] = {"ab",
                                          "aAb",
                                          "abAB[@`{",
                                          "\x80\xc1\xe1\xff"
                                          "aZz"};
    for (auto const alphabet : alphabets)
        for (int i = 0; i != 20'000; ++i) {
            auto const letters = [&](std::size_t most) {
                std::string out(random() % (most + 1), ' ');
                for (char& c : out)
                    c = alphabet[random() % alphabet.size()];
                return out;
            };
            auto const text = letters(i % 4 == 0 ? 200 : 40);
            check_find(text, letters(i % 3 == 0 ? 3 : 12));
            if (!text.empty()) { // what is there, or nearly
                auto part = text.substr(random() % text.size(), random() % 40 + 1);
                check_find(text, part);
                part[random() % part.size()] = alphabet[random() % alphabet.size()];
                check_find(text, part);
            }
        }
}

BOOST_AUTO_TEST_CASE(finds_in_texts_that_repeat_themselves)
{
    for (std::string_view const part : {"a", "ab", "aab", "abaab", "abcABC"})
        for (std::size_t const times : {50u, 300u})
            for (std::string_view const wrong : {"", "b", "a", "x"})
                for (std::size_t const of_needle : {10u, 40u, 290u}) {
                    auto const text   = repeated(part, times);
                    auto const needle = repeated(part, of_needle);
                    check_find(text, needle + std::string(wrong));
                    check_find(text, std::string(wrong) + needle);
                    check_find(text, needle + std::string(wrong) + needle);
                    check_find(text + std::string(wrong) + text, needle + std::string(wrong) + needle);
                }
    check_find(std::string("a\0b", 3), std::string("\0b", 2));
}

BOOST_AUTO_TEST_CASE(compares_a_few_bytes_for_each_of_both_texts)
{
    std::size_t const n = 20'000;
    std::string const a = repeated("a", 2 * n), ab = repeated("ab", n), nearly = repeated("a", n - 1);

    std::pair<std::string, std::string> const cases[] = {
        {a, nearly + "b"},
        {a, "b" + nearly},
        {a, repeated("a", n / 2) + "b" + repeated("a", n / 2)},
        {a, "a" + repeated("b", n - 2) + "a"},
        {ab, repeated("ab", n / 2 - 1) + "bb"},
        {ab, "aa" + repeated("ba", n / 2 - 1)},
        {repeated(nearly + "b", 3), nearly + "ba" + nearly},
        {repeated("aab", n), repeated("aab", n / 4) + "aaa" + repeated("baa", n / 4)},
    };
    for (auto const& [text, needle] : cases)
        for (auto const how : {letter_case::as_is, letter_case::folded}) {
            std::size_t compared = 0;
            searched::find_text(text, needle, how, &compared);
            BOOST_TEST(compared <= 5 * (text.size() + needle.size()) + 64, needle.substr(0, 3) << "..: " << compared);
        }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
