// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_VALIDATE_FIELD_RULES_HPP
#define SSOT_DETAIL_VALIDATE_FIELD_RULES_HPP

// The rules of one field, spelled out, for values that are not plainly without fault. No templates on the model, so that every
// model shares this code, which a valid one never reaches.

#include <ssot/json/document.hpp>
#include <ssot/reflect.hpp>
#include <ssot/validate.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace ssot::detail {

/// Whether a document is not null, and every rule of every profile holds for what is in it.
bool is_plain_document(boost::json::value const& v) noexcept;

/// Raw text is valid JSON; only an escape can stand for U+0000.
bool is_plain_document(raw_json const& v) noexcept;

class field_rules {
public:
    field_rules(field_info const& f, validation_options const& options, std::vector<field_problem>& to) noexcept
        : field_(f), strict_(options.profile == validation::strict), ranges_(options.profile != validation::django_sqlite),
          found_(to)
    {
    }

    void add(std::string_view code, std::string_view message);

    void add_too_large();
    void add_blank();
    void add_null();

    /// "Value 'melt' is not a valid choice.", of the value as Python's repr() writes it.
    void add_no_choice(std::string_view repr);

    /// Of an enumerator that its choice does not have.
    void add_no_choice(std::int64_t enumerator);

    /// Of a value that its codec does not give back.
    void add_unfit(result<void> const& why);

    /// Of an optional that is absent, in the original's profiles: null is allowed, an empty value is not.
    void check_absent();

    /// A text, or the stored text of a choice; `known` says whether it is of the choice's table.
    void check_text(std::string_view v, bool known);

    void check_range(std::int64_t v);
    void check_range(double v);

    void check_document(boost::json::value const& v);

    /// A number beyond double is refused under every profile, since nobody could write the row once it was opened.
    void check_document(raw_json const& v);

    /// What a codec of kind JSON made.
    void check_document_text(std::string_view text);

private:
    void add_document_fault(error const& e);
    void check_empty(bool null);

    field_info const&           field_;
    bool                        strict_;
    bool                        ranges_;
    std::vector<field_problem>& found_;
};

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/validate/field_rules.ipp>
#endif

#endif // SSOT_DETAIL_VALIDATE_FIELD_RULES_HPP
