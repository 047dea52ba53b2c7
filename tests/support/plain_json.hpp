// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_PLAIN_JSON_HPP
#define SSOT_TESTS_SUPPORT_PLAIN_JSON_HPP

// JSON done again, simply and without the library, to judge it by: a reader for valid texts whose numbers come from the C
// library, a writer that spells the same document in one of the thousand ways that RFC 8259 allows, and a comparison that
// sees what boost::json's == does not (order of keys, 1 and 1.0, 0.0 and -0.0).

#include "random_source.hpp"

#include <boost/json/value.hpp>

#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ssot_test {

/// Whether two documents are the same down to the kinds of numbers, their bits and the order of keys.
inline bool identical(boost::json::value const& a, boost::json::value const& b)
{
    if (a.kind() != b.kind())
        return false;
    switch (a.kind()) {
    case boost::json::kind::double_:
        return std::bit_cast<std::uint64_t>(a.get_double()) == std::bit_cast<std::uint64_t>(b.get_double());
    case boost::json::kind::array: {
        auto const& x = a.get_array();
        auto const& y = b.get_array();
        for (std::size_t i = 0; i != x.size(); ++i)
            if (i == y.size() || !identical(x[i], y[i]))
                return false;
        return x.size() == y.size();
    }
    case boost::json::kind::object: {
        auto const& x = a.get_object();
        auto const& y = b.get_object();
        if (x.size() != y.size())
            return false;
        for (auto i = x.begin(), k = y.begin(); i != x.end(); ++i, ++k)
            if (i->key() != k->key() || !identical(i->value(), k->value()))
                return false;
        return true;
    }
    default: return a == b;
    }
}

/// Reads a valid text; throws std::runtime_error for others, though it does not find every fault.
class plain_reader {
public:
    static boost::json::value read(std::string_view text)
    {
        plain_reader in(text);
        auto         out = in.value();
        in.space();
        if (in.at_ != text.size())
            in.give_up();
        return out;
    }

private:
    explicit plain_reader(std::string_view text) : text_(text) {}

    [[noreturn]] void give_up() const { throw std::runtime_error("plain_reader: no JSON at " + std::to_string(at_)); }

    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    char next() { return at_ < text_.size() ? text_[at_++] : (give_up(), '\0'); }
    void expect(char c) { next() == c ? void() : give_up(); }
    void space()
    {
        while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
            ++at_;
    }

    boost::json::value value()
    {
        space();
        switch (peek()) {
        case '{': return object();
        case '[': return array();
        case '"': return boost::json::string(string());
        case 't': return word("true"), true;
        case 'f': return word("false"), false;
        case 'n': return word("null"), nullptr;
        default: return number();
        }
    }

    void word(std::string_view w)
    {
        if (text_.substr(at_, w.size()) != w)
            give_up();
        at_ += w.size();
    }

    boost::json::value object()
    {
        boost::json::object out;
        expect('{');
        for (space(); peek() != '}'; space()) {
            auto const key = string();
            space();
            expect(':');
            out[key] = value();
            space();
            if (peek() != '}')
                expect(',');
        }
        expect('}');
        return out;
    }

    boost::json::value array()
    {
        boost::json::array out;
        expect('[');
        for (space(); peek() != ']'; space()) {
            out.push_back(value());
            space();
            if (peek() != ']')
                expect(',');
        }
        expect(']');
        return out;
    }

    std::uint32_t unit()
    {
        auto const digits = std::string(text_.substr(at_, 4));
        at_ += 4;
        return static_cast<std::uint32_t>(std::strtoul(digits.c_str(), nullptr, 16));
    }

    std::string string()
    {
        std::string out;
        expect('"');
        for (char c = next(); c != '"'; c = next()) {
            if (c != '\\') {
                out.push_back(c);
                continue;
            }
            auto const           e    = next();
            constexpr char const in[] = "\"\\/bfnrt";
            constexpr char const as[] = "\"\\/\b\f\n\r\t";
            if (auto const i = std::string_view(in).find(e); i != std::string_view::npos) {
                out.push_back(as[i]);
            } else {
                auto code_point = unit();
                if (code_point >= 0xd800 && code_point < 0xdc00) {
                    at_ += 2;
                    code_point = 0x10000 + (code_point - 0xd800) * 0x400 + (unit() - 0xdc00);
                }
                append_code_point(out, code_point);
            }
        }
        return out;
    }

    boost::json::value number()
    {
        auto const end    = text_.find_first_not_of("+-.0123456789eE", at_);
        auto const digits = std::string(text_.substr(at_, end == std::string_view::npos ? end : end - at_));
        if (digits.empty())
            give_up();
        at_ += digits.size();
        if (digits.find_first_of(".eE") == std::string::npos) {
            errno        = 0;
            auto const i = std::strtoll(digits.c_str(), nullptr, 10);
            if (errno == 0)
                return std::int64_t{i};
            errno        = 0;
            auto const u = std::strtoull(digits.c_str(), nullptr, 10);
            if (errno == 0 && digits.front() != '-')
                return std::uint64_t{u};
        }
        return std::strtod(digits.c_str(), nullptr);
    }

    std::string_view text_;
    std::size_t      at_ = 0;
};

inline boost::json::value read_plain(std::string_view text) { return plain_reader::read(text); }

/// Writes a document in a random spelling, without space around it.
class messy_writer {
public:
    static std::string write(boost::json::value const& v, random_source& random, bool line_breaks)
    {
        messy_writer out(random, line_breaks);
        out.value(v);
        return std::move(out.out_);
    }

private:
    messy_writer(random_source& random, bool line_breaks) : random_(random), line_breaks_(line_breaks) {}

    void space()
    {
        while (random_.one_in(6))
            out_.push_back(line_breaks_ ? random_.pick({' ', '\t', '\n', '\r'}) : random_.pick({' ', '\t'}));
    }

    void value(boost::json::value const& v)
    {
        switch (v.kind()) {
        case boost::json::kind::null: out_ += "null"; break;
        case boost::json::kind::bool_: out_ += v.get_bool() ? "true" : "false"; break;
        case boost::json::kind::int64: out_ += std::to_string(v.get_int64()); break;
        case boost::json::kind::uint64: out_ += std::to_string(v.get_uint64()); break;
        case boost::json::kind::double_: real(v.get_double()); break;
        case boost::json::kind::string: string(v.get_string()); break;
        case boost::json::kind::array:
            out_ += '[';
            for (bool first = true; auto const& item : v.get_array()) {
                separate(first);
                value(item);
                space();
            }
            space();
            out_ += ']';
            break;
        case boost::json::kind::object:
            out_ += '{';
            for (bool first = true; auto const& member : v.get_object()) {
                separate(first);
                string(member.key());
                space();
                out_ += ':';
                space();
                value(member.value());
                space();
            }
            space();
            out_ += '}';
            break;
        }
    }

    void separate(bool& first)
    {
        if (!first)
            out_ += ',';
        first = false;
        space();
    }

    void real(double v)
    {
        char buffer[64];
        std::snprintf(buffer, sizeof buffer, random_.one_in(2) ? "%.17g" : "%.20E", v);
        out_ += buffer;
        if (std::string_view(buffer).find_first_of(".eE") == std::string_view::npos)
            out_ += ".0";
    }

    void string(std::string_view v)
    {
        bool const ascii = random_.one_in(3);
        out_ += '"';
        for (std::size_t i = 0; i != v.size();) {
            auto const    lead  = static_cast<unsigned char>(v[i]);
            auto const    size  = lead < 0x80 ? 1u : lead < 0xe0 ? 2u : lead < 0xf0 ? 3u : 4u;
            std::uint32_t point = size == 1 ? lead : lead & (0x7fu >> size);
            for (std::size_t k = 1; k != size; ++k)
                point = point * 64 + static_cast<unsigned char>(v[i + k]) % 64;
            constexpr std::string_view short_form = "\b\f\n\r\t\"\\/";
            auto const                 at = size == 1 ? short_form.find(static_cast<char>(lead)) : std::string_view::npos;
            if (at != std::string_view::npos && (at != 7 || random_.one_in(2)) && random_.one_in(2))
                out_ += {'\\', "bfnrt\"\\/"[at]};
            else if (lead < 0x20 || lead == '"' || lead == '\\' || (ascii && size > 1) || random_.one_in(40))
                escape(point);
            else
                out_ += v.substr(i, size);
            i += size;
        }
        out_ += '"';
    }

    void escape(std::uint32_t point)
    {
        if (point >= 0x10000) {
            unit(0xd800 + (point - 0x10000) / 0x400);
            unit(0xdc00 + (point - 0x10000) % 0x400);
        } else {
            unit(point);
        }
    }

    void unit(std::uint32_t u)
    {
        char buffer[16];
        std::snprintf(buffer, sizeof buffer, random_.one_in(2) ? "\\u%04x" : "\\u%04X", static_cast<unsigned>(u));
        out_ += buffer;
    }

    random_source& random_;
    bool           line_breaks_;
    std::string    out_{};
};

inline std::string write_messy(boost::json::value const& v, random_source& random, bool line_breaks = true)
{
    return messy_writer::write(v, random, line_breaks);
}

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_PLAIN_JSON_HPP
