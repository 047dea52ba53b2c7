// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_JSON_DOCUMENTS_HPP
#define SSOT_TESTS_SUPPORT_JSON_DOCUMENTS_HPP

// Texts that are JSON by RFC 8259 and texts that are not, labelled by hand. Tests compare the labels with Boost.JSON's
// verdict too, so that a wrong label is found.

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ssot_test {

struct json_document_case {
    std::string text;
    bool        valid;
};

/// Boost.JSON's strict verdict, with the depth limit of `ssot::read_options`.
inline boost::system::error_code boost_verdict(std::string_view text, std::size_t max_depth = 512)
{
    boost::system::error_code  ec;
    boost::json::parse_options options;
    options.max_depth = max_depth;
    boost::json::parse({text.data(), text.size()}, ec, {}, options);
    return ec;
}

inline bool boost_accepts(std::string_view text, std::size_t max_depth = 512) { return !boost_verdict(text, max_depth); }

/// What Boost.JSON reads. Throws for what it refuses.
inline boost::json::value boost_read(std::string_view text, std::size_t max_depth = 512)
{
    boost::json::parse_options options;
    options.max_depth = max_depth;
    return boost::json::parse({text.data(), text.size()}, {}, options);
}

inline std::vector<json_document_case> json_documents()
{
    std::vector<json_document_case> out;
    auto const                      yes = [&](std::string_view text) { out.push_back({std::string(text), true}); };
    auto const                      no  = [&](std::string_view text) { out.push_back({std::string(text), false}); };
    using namespace std::string_view_literals;

    // clang-format off
    // Literals and the space around them.
    for (auto const text : {"null"sv, "true"sv, "false"sv, " null"sv, "true\n"sv, "\t\r\n false \t\r\n"sv})
        yes(text);
    for (auto const text : {""sv, " "sv, "nul"sv, "nulll"sv, "Null"sv, "NULL"sv, "tru"sv, "trues"sv, "fals"sv, "\vnull"sv,
                        "\fnull"sv, "null\0"sv, "\0"sv, "\xef\xbb\xbfnull"sv, "\xc2\xa0null"sv, "null null"sv, "null,"sv,
                        "//\nnull"sv, "/**/null"sv, "null#"sv, "undefined"sv, "nil"sv, "None"sv, "True"sv})
        no(text);

    // Numbers.
    for (auto const text :
         {"0"sv, "-0"sv, "1"sv, "-1"sv, "10"sv, "0.0"sv, "-0.0"sv, "0.5"sv, "1.25"sv, "1e5"sv, "1E5"sv, "1e+5"sv, "1e-5"sv,
          "1.5e10"sv, "0e0"sv, "0e99"sv, "-0e-0"sv, "1e00005"sv, "9007199254740993"sv, "9223372036854775807"sv,
          "-9223372036854775808"sv, "9223372036854775808"sv, "18446744073709551615"sv, "18446744073709551616"sv,
          "-9223372036854775809"sv, "123456789012345678901234567890"sv, "5e-324"sv, "1.7976931348623157e308"sv,
          "2.2250738585072014E-308"sv, "0.1000000000000000055511151231257827"sv, "1e-400"sv,
          "100000000000000000000000000000000000000000000000000"sv})
        yes(text);
    for (auto const text : {"-"sv, "+1"sv, "01"sv, "-01"sv, "00"sv, "1."sv, "1.e1"sv, ".5"sv, "-.5"sv, "1e"sv, "1e+"sv,
                        "1e-"sv, "1ee5"sv, "1e5.5"sv, "0x10"sv, "1_000"sv, "1,000"sv, "1 2"sv, "--1"sv, "1-"sv, "- 1"sv,
                        "NaN"sv, "nan"sv, "-NaN"sv, "Infinity"sv, "-Infinity"sv, "inf"sv, "1f"sv, "1.0f"sv, "0b1"sv,
                        "1e1e1"sv, "1.2.3"sv, "\xd9\xa1"sv, "1\0"sv})
        no(text);

    // Texts.
    for (auto const text :
         {R"("")"sv, R"("a")"sv, R"("\"\\\/\b\f\n\r\t")"sv, R"("\u0000")"sv, R"("\u00e9\u00E9")"sv, R"("\ud83d\ude00")"sv,
          R"("\uD800\uDC00")"sv, R"("\uDBFF\uDFFF")"sv, R"("\uffff\uFFFE")"sv, "\"\x7f\""sv, "\"\xc2\x80\""sv,
          "\"\xdf\xbf\""sv, "\"\xe0\xa0\x80\""sv, "\"\xed\x9f\xbf\""sv, "\"\xee\x80\x80\""sv, "\"\xef\xbf\xbf\""sv,
          "\"\xf0\x90\x80\x80\""sv, "\"\xf4\x8f\xbf\xbf\""sv, "\"\xe2\x80\xa8\xe2\x80\xa9\""sv, "\"\xef\xbb\xbf\""sv})
        yes(text);
    for (auto const text :
         {"\""sv, "\"a"sv, "a\""sv, "'a'"sv, "\"\\"sv, "\"\\\""sv, R"("\x41")"sv, R"("\a")"sv, R"("\'")"sv, R"("\0")"sv,
          R"("\U0041")"sv, R"("\u")"sv, R"("\u1")"sv, R"("\u12")"sv, R"("\u123")"sv, R"("\u12g4")"sv, R"("\u 123")"sv,
          R"("\u-123")"sv, R"("\u+123")"sv, R"("\ud800")"sv, R"("\ud800a")"sv, R"("\ud800\n")"sv, R"("\ud800\u0041")"sv,
          R"("\ud800\ud800")"sv, R"("\udc00")"sv, R"("\udfff\ud800")"sv, R"("\ud83d\u")"sv, R"("\ud83d\ude0")"sv,
          R"("\ud83d \ude00")"sv, "\"\n\""sv, "\"\t\""sv, "\"\0\""sv, "\"\x1f\""sv, "\"\x80\""sv, "\"\xbf\""sv,
          "\"\xc0\x80\""sv, "\"\xc1\xbf\""sv, "\"\xc2\""sv, "\"\xc2\x41\""sv, "\"\xe0\x80\x80\""sv, "\"\xe0\x9f\xbf\""sv,
          "\"\xe2\x82\""sv, "\"\xe2\x28\xa1\""sv, "\"\xed\xa0\x80\""sv, "\"\xed\xbf\xbf\""sv, "\"\xf0\x80\x80\x80\""sv,
          "\"\xf0\x8f\xbf\xbf\""sv, "\"\xf0\x9f\x98\""sv, "\"\xf4\x90\x80\x80\""sv, "\"\xf5\x80\x80\x80\""sv,
          "\"\xf8\x88\x80\x80\x80\""sv, "\"\xff\""sv, "\"\xfe\""sv, "\"\xc2"sv, "\"\xf0\x9f"sv,
          "\"\xed\xa0\xbd\xed\xb8\x80\""sv})
        no(text);

    // Arrays and objects.
    for (auto const text :
         {"[]"sv, "[ ]"sv, "[1]"sv, "[1,2]"sv, " [ 1 , 2 ] "sv, "[[]]"sv, "[[],[[]]]"sv,
          "[null,true,false,0,\"\",[],{}]"sv, "{}"sv, "{ }"sv, R"({"a":1})"sv, R"({"":0})"sv,
          R"({ "a" : 1 , "b" : [ ] })"sv, R"({"a":{"b":{"c":null}}})"sv, R"({"a":1,"a":2})"sv,
          R"({"\u0061":1,"a":{"x":1}})"sv, R"({"\u0000":0})"sv, "{\"\xc3\xa9\":1}"sv, "\n{\n\"a\"\n:\n1\n}\n"sv,
          R"({"+":{"name":"core-1"},"-":{"name":null}})"sv})
        yes(text);
    for (auto const text :
         {"["sv, "]"sv, "[1"sv, "[1,"sv, "[1,]"sv, "[,1]"sv, "[,]"sv, "[1 2]"sv, "[1;2]"sv, "[1:2]"sv, "[\"a\":1]"sv,
          "[1]]"sv, "[[1]"sv, "[}"sv, "{"sv, "}"sv, "{]"sv, "{\"a\""sv, "{\"a\":"sv, "{\"a\":1"sv, "{\"a\":1,"sv,
          R"({"a":1,})"sv, R"({,"a":1})"sv, "{,}"sv, R"({"a"})"sv, R"({"a":})"sv, R"({"a",1})"sv, R"({"a" 1})"sv,
          R"({"a":1 "b":2})"sv, R"({"a":1;"b":2})"sv, "{a:1}"sv, "{'a':1}"sv, "{1:1}"sv, "{null:1}"sv, R"({"a":1}})"sv,
          R"({"a":1}{"b":2})"sv, R"({{}})"sv, R"({[]:1})"sv, R"({"a"::1})"sv, R"({"a":1,,"b":2})"sv, "{\"\xff\":1}"sv,
          "{\"\n\":1}"sv, R"({"\ud800":1})"sv, "[1]\0"sv, "{}\xff"sv, "[\0]"sv, "(1)"sv, "<a/>"sv})
        no(text);
    // clang-format on

    // Depth: 512 levels are allowed by default, of arrays and objects alike.
    auto const nested = [](std::size_t levels, std::string_view open, std::string_view close) {
        std::string text;
        for (std::size_t i = 0; i != levels; ++i)
            text += open;
        text += close == "}" ? "1" : "";
        for (std::size_t i = 0; i != levels; ++i)
            text += close;
        return text;
    };
    yes(nested(512, "[", "]"));
    no(nested(513, "[", "]"));
    yes(nested(512, "{\"a\":", "}"));
    no(nested(513, "{\"a\":", "}"));
    no(std::string(100'000, '['));
    return out;
}

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_JSON_DOCUMENTS_HPP
