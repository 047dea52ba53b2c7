// SPDX-License-Identifier: BSL-1.0
// Texts and numbers as Python prints them. What is right was printed by CPython 3.11: str(UnicodeDecodeError), repr(str) and
// repr(float).
#include <ssot/detail/nautobot/python/repr.hpp>
#include <ssot/detail/text/python_repr.hpp>
#include <ssot/detail/text/utf8.hpp>
#include <ssot/detail/text/utf8_complaint.hpp>

#include <boost/test/unit_test.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

struct decoded {
    char const*      bytes;
    std::size_t      size;
    std::string_view complaint;
};
constexpr decoded decodings[] = {
    // clang-format off
    {"\141\142\143", 3, ""},
    {"\200", 1, "'utf-8' codec can't decode byte 0x80 in position 0: invalid start byte"},
    {"\141\303", 2, "'utf-8' codec can't decode byte 0xc3 in position 1: unexpected end of data"},
    {"\303\050", 2, "'utf-8' codec can't decode byte 0xc3 in position 0: invalid continuation byte"},
    {"\342\202", 2, "'utf-8' codec can't decode bytes in position 0-1: unexpected end of data"},
    {"\342\050\241", 3, "'utf-8' codec can't decode byte 0xe2 in position 0: invalid continuation byte"},
    {"\355\240\200", 3, "'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte"},
    {"\360\237\230", 3, "'utf-8' codec can't decode bytes in position 0-2: unexpected end of data"},
    {"\365\200\200\200", 4, "'utf-8' codec can't decode byte 0xf5 in position 0: invalid start byte"},
    {"\360\200\200\200", 4, "'utf-8' codec can't decode byte 0xf0 in position 0: invalid continuation byte"},
    {"\157\153\377", 3, "'utf-8' codec can't decode byte 0xff in position 2: invalid start byte"},
    {"\300\257", 2, "'utf-8' codec can't decode byte 0xc0 in position 0: invalid start byte"},
    {"\364\220\200\200", 4, "'utf-8' codec can't decode byte 0xf4 in position 0: invalid continuation byte"},
    {"\340\200\200", 3, "'utf-8' codec can't decode byte 0xe0 in position 0: invalid continuation byte"},
    {"\360\050\214\274", 4, "'utf-8' codec can't decode byte 0xf0 in position 0: invalid continuation byte"},
    {"\170\360\220\050\274", 5, "'utf-8' codec can't decode bytes in position 1-2: invalid continuation byte"},
    {"\303\251\303", 3, "'utf-8' codec can't decode byte 0xc3 in position 2: unexpected end of data"},
    {"\277\360\377", 3, "'utf-8' codec can't decode byte 0xbf in position 0: invalid start byte"},
    {"\200", 1, "'utf-8' codec can't decode byte 0x80 in position 0: invalid start byte"},
    {"\200\355\240\101\237", 5, "'utf-8' codec can't decode byte 0x80 in position 0: invalid start byte"},
    {"\101\200", 2, "'utf-8' codec can't decode byte 0x80 in position 1: invalid start byte"},
    {"\360\200\303\200", 4, "'utf-8' codec can't decode byte 0xf0 in position 0: invalid continuation byte"},
    {"\360\101\240\200\303", 5, "'utf-8' codec can't decode byte 0xf0 in position 0: invalid continuation byte"},
    {"\101\240\240\360\101", 5, "'utf-8' codec can't decode byte 0xa0 in position 1: invalid start byte"},
    {"\101\237", 2, "'utf-8' codec can't decode byte 0x9f in position 1: invalid start byte"},
    {"\342\360", 2, "'utf-8' codec can't decode byte 0xe2 in position 0: invalid continuation byte"},
    {"\237\200", 2, "'utf-8' codec can't decode byte 0x9f in position 0: invalid start byte"},
    {"\342\237\377\277\200", 5, "'utf-8' codec can't decode bytes in position 0-1: invalid continuation byte"},
    {"\240\377\303\355\200", 5, "'utf-8' codec can't decode byte 0xa0 in position 0: invalid start byte"},
    {"\200\240\101\240\303", 5, "'utf-8' codec can't decode byte 0x80 in position 0: invalid start byte"},
    {"\377\237\360\355", 4, "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"},
    {"\240\364\355\342", 4, "'utf-8' codec can't decode byte 0xa0 in position 0: invalid start byte"},
    {"\277\303", 2, "'utf-8' codec can't decode byte 0xbf in position 0: invalid start byte"},
    {"\240", 1, "'utf-8' codec can't decode byte 0xa0 in position 0: invalid start byte"},
    {"\237\364\355", 3, "'utf-8' codec can't decode byte 0x9f in position 0: invalid start byte"},
    {"\342\240\200\200", 4, "'utf-8' codec can't decode byte 0x80 in position 3: invalid start byte"},
    {"\360\277\355\277\364", 5, "'utf-8' codec can't decode bytes in position 0-1: invalid continuation byte"},
    {"\101\377\200\237", 4, "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte"},
    {"\355\355\355\240\364", 5, "'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte"},
    {"\364\200\200\342\364", 5, "'utf-8' codec can't decode bytes in position 0-2: invalid continuation byte"},
    {"\101", 1, ""},
    {"\377\240\377", 3, "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"},
    {"\342\360\377\355", 4, "'utf-8' codec can't decode byte 0xe2 in position 0: invalid continuation byte"},
    {"\364", 1, "'utf-8' codec can't decode byte 0xf4 in position 0: unexpected end of data"},
    {"\277\240\200", 3, "'utf-8' codec can't decode byte 0xbf in position 0: invalid start byte"},
    {"\101\303\342\277", 4, "'utf-8' codec can't decode byte 0xc3 in position 1: invalid continuation byte"},
    {"\360\360", 2, "'utf-8' codec can't decode byte 0xf0 in position 0: invalid continuation byte"},
    // clang-format on
};

struct printed {
    char const* text;
    std::size_t size;
    char const* repr;
    std::size_t repr_size;
};
constexpr printed texts[] = {
    // clang-format off
    {"", 0, "\047\047", 2},
    {"\141", 1, "\047\141\047", 3},
    {"\151\164\047\163", 4, "\042\151\164\047\163\042", 6},
    {"\163\141\171\040\042\170\042", 7, "\047\163\141\171\040\042\170\042\047", 9},
    {"\142\157\164\150\040\047\040\141\156\144\040\042", 12, "\047\142\157\164\150\040\134\047\040\141\156\144\040\042\047", 15},
    {"\012\011\015\134", 4, "\047\134\156\134\164\134\162\134\134\047", 10},
    {"\000\037\177", 3, "\047\134\170\060\060\134\170\061\146\134\170\067\146\047", 14},
    {"\303\251", 2, "\047\303\251\047", 4},
    {"\342\200\213", 3, "\047\134\165\062\060\060\142\047", 8},
    {"\342\200\250", 3, "\047\134\165\062\060\062\070\047", 8},
    {"\302\255", 2, "\047\134\170\141\144\047", 6},
    {"\360\237\230\200", 4, "\047\360\237\230\200\047", 6},
    {"\363\240\200\201", 4, "\047\134\125\060\060\060\145\060\060\060\061\047", 12},
    {"\356\200\200", 3, "\047\134\165\145\060\060\060\047", 8},
    {"\315\270", 2, "\047\134\165\060\063\067\070\047", 8},
    {"\346\227\245\346\234\254", 6, "\047\346\227\245\346\234\254\047", 8},
    {"\302\205", 2, "\047\134\170\070\065\047", 6},
    {"\302\240", 2, "\047\134\170\141\060\047", 6},
    // clang-format on
};

struct printed_float {
    std::uint64_t    bits;
    std::string_view repr;
};
constexpr printed_float floats[] = {
    // clang-format off
    {0x0000000000000000, "0.0"},
    {0x8000000000000000, "-0.0"},
    {0x3ff0000000000000, "1.0"},
    {0x3fb999999999999a, "0.1"},
    {0x4341c37937e08000, "1e+16"},
    {0x430c6bf526340000, "1000000000000000.0"},
    {0x437b69b4ba630f35, "1.2345678901234568e+17"},
    {0x3f1a36e2eb1c432d, "0.0001"},
    {0x3ee4f8b588e368f1, "1e-05"},
    {0x0000000000000001, "5e-324"},
    {0x7fefffffffffffff, "1.7976931348623157e+308"},
    {0x4004000000000000, "2.5"},
    {0x3fd5555555555555, "0.3333333333333333"},
    {0x40f86a0000000000, "100000.0"},
    {0x4480f0cf064dd592, "1e+22"},
    {0x444b1ae4d6e2ef50, "1e+21"},
    {0xbe8421f5f40d8376, "-1.5e-07"},
    {0x7ff0000000000000, "inf"},
    {0xfff0000000000000, "-inf"},
    {0x7ff8000000000000, "nan"},
    {0x4340000000000000, "9007199254740992.0"},
    {0x3fd3333333333334, "0.30000000000000004"},
    {0xdf1582b0eab477d2, "-1.100192313608194e+150"},
    {0x14a0f9e77f1b103c, "2.581863118991645e-209"},
    {0x72fdf2022a96fb1a, "8.178728811144149e+245"},
    {0x8ca8181166d22876, "-1.0768687224782124e-247"},
    {0xe22571594720771f, "-6.174026694114651e+164"},
    {0xd1bc52d9230d977e, "-5.502342665287363e+85"},
    {0xdd2e16096e36aab0, "-7.16561744613332e+140"},
    {0x47469a4d8cdb305f, "2.3472033225625344e+35"},
    {0x6a50df4db4d66a3a, "1.3224852517980044e+204"},
    {0x5bd86d40fc891b4a, "2.7741131918288694e+134"},
    {0xe25a7605aec6f024, "-6.095148382348011e+165"},
    {0xf52ddf5d616499c9, "-2.8033554534609047e+256"},
    {0x26a2c0bd3b1287ff, "1.4184039111272088e-122"},
    {0x2d1c9af0153e7c2a, "2.194151990927755e-91"},
    {0x3b61867626bb7dbd, "1.159723123546231e-22"},
    {0x3bbbe9eaa8948c89, "5.910963699252187e-21"},
    {0x7c26847f0316909e, "1.0972036134823183e+290"},
    {0x96d0cc5fd4c28c2e, "-8.778274695488077e-199"},
    {0x43435cc52eae05cf, "1.090005303794371e+16"},
    {0x010c4759482c9cbc, "1.2886468538418473e-303"},
    // clang-format on
};

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(detail_text)

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_are_told_as_python_tells_them)
{
    for (auto const& d : decodings) {
        std::string_view const bytes(d.bytes, d.size);
        BOOST_TEST(ssot::detail::utf8_complaint(bytes) == d.complaint);
        BOOST_TEST(ssot::detail::is_utf8(bytes) == d.complaint.empty());
    }
}

BOOST_AUTO_TEST_CASE(texts_are_quoted_as_python_quotes_them)
{
    for (auto const& t : texts)
        BOOST_TEST(ssot::detail::python_repr(std::string_view(t.text, t.size)) == std::string_view(t.repr, t.repr_size));
}

BOOST_AUTO_TEST_CASE(floats_have_the_digits_that_python_prints)
{
    for (auto const& f : floats)
        BOOST_TEST(ssot::detail::python::float_repr(std::bit_cast<double>(f.bits)) == f.repr);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
