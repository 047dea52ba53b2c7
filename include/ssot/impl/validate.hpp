// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_VALIDATE_HPP
#define SSOT_IMPL_VALIDATE_HPP

#include <ssot/json/document.hpp>
#include <ssot/validate.hpp>

#include <ssot/detail/json_write.hpp>
#include <ssot/detail/utf8.hpp>

#include <cmath>
#include <utility>

namespace ssot {

namespace detail {

class problem_list {
public:
    problem_list(field_info const& f, std::vector<field_problem>& to) noexcept : found(to), field_(f) {}

    void add(std::string_view code, std::string message) { found.push_back({field_.name, code, std::move(message)}); }

    void add_too_large() { add("max_value", "Ensure this value is less than or equal to 9223372036854775807."); }

    void check_text(std::string_view v)
    {
        if (v.empty() && !field_.options.blank && !field_.nullable)
            return add("blank", "This field cannot be blank.");
        if (is_plain_ascii(v))
            return check_length(v);
        if (!is_utf8(v))
            return add("invalid", "The text is not UTF-8.");
        if (v.find('\0') != std::string_view::npos)
            return add("null_characters_not_allowed", "Null characters are not allowed.");
        check_length(v);
    }

    /// Code points are never more than bytes, so that most texts need no count.
    void check_length(std::string_view v)
    {
        auto const limit = field_.options.max_length;
        if (limit == 0 || v.size() <= limit)
            return;
        if (auto const n = count_code_points(v); n > limit)
            add("max_length",
                "Ensure this value has at most " + std::to_string(limit) + " characters (it has " + std::to_string(n) +
                    ").");
    }

    void check_range(std::int64_t v)
    {
        auto const& o = field_.options;
        if (o.min_value && v < *o.min_value)
            add("min_value", "Ensure this value is greater than or equal to " + std::to_string(*o.min_value) + ".");
        if (o.max_value && v > *o.max_value)
            add("max_value", "Ensure this value is less than or equal to " + std::to_string(*o.max_value) + ".");
    }

    template<json_document T>
    void check_document(T const& v)
    {
        if (v.is_null())
            return add("null", "This field cannot be null.");
        if constexpr (!std::same_as<T, raw_json>) { // raw_json is valid by construction
            std::string text;
            if (auto written = write_document_text(text, v); !written)
                add("invalid", "Value must be valid JSON: " + to_string(written.error()));
        }
    }

    std::vector<field_problem>& found;

private:
    field_info const& field_;
};

template<auto Member, class T>
void check_value(T const& v, problem_list& out)
{
    if constexpr (unwrap<T>::nullable) {
        if (v)
            check_value<Member>(*v, out);
    } else if constexpr (json_document<T>) {
        out.check_document(v);
    } else if constexpr (relation<T>::exists) {
        if (v.is_nil())
            out.add("null", "This field cannot be null.");
    } else if constexpr (choice<T>) {
        if (to_wire(v).empty())
            out.add("invalid_choice", "Value " + std::to_string(static_cast<std::int64_t>(v)) + " is not a valid choice.");
    } else if constexpr (storable<T>) {
        constexpr kind k = codec<T>::stored_as;
        if constexpr (k == kind::text || k == kind::choice) {
            out.check_text(codec<T>::encode(v));
        } else if constexpr (k == kind::int64) {
            if constexpr (requires { codec<T>::fits(v); })
                if (!codec<T>::fits(v))
                    return out.add_too_large();
            out.check_range(codec<T>::encode(v));
        } else if constexpr (k == kind::timestamp) {
            if (timestamp const t = codec<T>::encode(v); t < min_timestamp || t > max_timestamp)
                out.add("invalid", "The time lies outside the years 1 to 9999.");
        } else if constexpr (k == kind::real) {
            if (!std::isfinite(codec<T>::encode(v)))
                out.add("invalid", "The number is not finite.");
        }
    }
}

} // namespace detail

template<model M>
std::vector<field_problem> validate(M const& m)
{
    std::vector<field_problem> out;
    for_each_field<M>([&]<auto Member>(field_t<Member>) {
        detail::problem_list problems(field_info_of<Member>, out);
        if constexpr (field_index<Member> == 0) { // the store makes a key that is missing
            if constexpr (requires { codec<key_t<M>>::fits(key_of(m)); })
                if (!codec<key_t<M>>::fits(key_of(m)))
                    problems.add_too_large();
        } else {
            detail::check_value<Member>(m.*Member, problems);
        }
    });
    return out;
}

inline error to_error(field_problem const& problem)
{
    return error(errc::validation, problem.message).with_path(std::string(problem.field));
}

} // namespace ssot

#endif // SSOT_IMPL_VALIDATE_HPP
