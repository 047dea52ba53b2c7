// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_SPECIMEN_HPP
#define SSOT_TESTING_KIT_SPECIMEN_HPP

// A model of the conformance kit's own: every kind of value, nullable and not, and an integer key.

#include <ssot/choice.hpp>
#include <ssot/model/foreign_key.hpp>
#include <ssot/model/types.hpp>
#include <ssot/reflect.hpp>
#include <ssot/testing/random_source.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace ssot::conformance {

BOOST_DEFINE_ENUM_CLASS(grade, low, middle, high)

/// The order of the stored texts differs from that of the enumerators.
constexpr auto describe_choice(choice_tag<grade>)
{
    using entry = choice_entry<grade>;
    return choice_table{entry{grade::low, "low", "Low", "info"},
                        entry{grade::middle, "Middle", "Middle", "success"},
                        entry{grade::high, "high", "High", "danger"}};
}

struct specimen {
    static constexpr std::string_view model_name = "ssot_conformance.specimen";
    static constexpr std::string_view class_name = "Specimen";

    using parent_key = foreign_key<specimen, ssot::on_delete::set_null, std::int64_t>;

    std::int64_t                      id{};
    std::string                       text{};
    std::optional<std::string>        maybe_text{};
    bool                              flag{};
    std::optional<bool>               maybe_flag{};
    std::int64_t                      number{};
    std::optional<std::int64_t>       maybe_number{};
    double                            real{};
    std::optional<double>             maybe_real{};
    ssot::uuid                        token{};
    std::optional<ssot::uuid>         maybe_token{};
    ssot::timestamp                   at{};
    std::optional<ssot::timestamp>    maybe_at{};
    ssot::duration                    took{};
    std::optional<ssot::duration>     maybe_took{};
    grade                             rank{};
    std::optional<grade>              maybe_rank{};
    boost::json::value                document = boost::json::object();
    std::optional<boost::json::value> maybe_document{};
    std::optional<parent_key>         part_of{};

    friend bool operator==(specimen const&, specimen const&) = default;
};
BOOST_DESCRIBE_STRUCT(specimen, (),
                      (id, text, maybe_text, flag, maybe_flag, number, maybe_number, real, maybe_real, token, maybe_token, at,
                       maybe_at, took, maybe_took, rank, maybe_rank, document, maybe_document, part_of))

constexpr auto describe_fields(model_tag<specimen>)
{
    return fields(field<&specimen::text>.blank(), field<&specimen::maybe_text>.blank());
}

/// Two models that point at each other, so that one of them comes before its target.
struct circle_b;
struct circle_a {
    static constexpr std::string_view model_name = "ssot_conformance.circle_a";

    std::int64_t                                                                  id{};
    std::optional<foreign_key<circle_b, ssot::on_delete::cascade, std::int64_t>>  next{};
    std::optional<foreign_key<circle_a, ssot::on_delete::set_null, std::int64_t>> other{};

    friend bool operator==(circle_a const&, circle_a const&) = default;
};
struct circle_b {
    static constexpr std::string_view model_name = "ssot_conformance.circle_b";

    std::int64_t                                                                 id{};
    std::optional<foreign_key<circle_a, ssot::on_delete::cascade, std::int64_t>> next{};

    friend bool operator==(circle_b const&, circle_b const&) = default;
};
BOOST_DESCRIBE_STRUCT(circle_a, (), (id, next, other))
BOOST_DESCRIBE_STRUCT(circle_b, (), (id, next))

/// What `fill` does with fields that may be absent.
enum class absent : std::uint8_t { all, none, some };

/// Returns a random value of a field. Texts are short and numbers small, so that values repeat.
template<class T>
T any_value(random_source& random)
{
    if constexpr (std::same_as<T, bool>)
        return random.one_in(2);
    else if constexpr (std::integral<T>)
        return static_cast<T>(random.below(8));
    else if constexpr (std::floating_point<T>)
        return static_cast<T>(static_cast<double>(random.below(9)) - 4) / 2;
    else if constexpr (std::same_as<T, std::string>)
        return random.one_in(4) ? random.text(6, 1, false) : std::string(1, static_cast<char>('a' + random.below(5)));
    else if constexpr (std::same_as<T, ssot::uuid>) {
        ssot::uuid out{};
        out.data[0]  = static_cast<std::uint8_t>(random.pick({0x01, 0x7f, 0x80, 0xff}));
        out.data[15] = static_cast<std::uint8_t>(random.below(4));
        return out;
    } else if constexpr (std::same_as<T, ssot::timestamp>)
        return ssot::timestamp(ssot::duration(random.between(-3, 3) * 86'400'000'001));
    else if constexpr (std::same_as<T, ssot::duration>)
        return ssot::duration(random.between(-3, 3) * 3'600'000'001);
    else if constexpr (std::same_as<T, boost::json::value>) {
        if (random.one_in(2))
            return boost::json::object{{"n", random.between(-2, 2)}};
        return boost::json::array{random.between(0, 3), "x", nullptr};
    } else if constexpr (choice<T>) {
        auto const all = choices<T>();
        return all[random.below(all.size())].value;
    } else
        return T{};
}

/// Gives every field except the key and foreign keys a value.
template<model M>
void fill(M& m, random_source& random, absent how)
{
    auto const one = [&]<auto Member>(std::integral_constant<decltype(Member), Member>) {
        using type  = ssot::detail::type_of<Member>;
        using plain = unwrap_t<type>;
        if constexpr (field_index<Member> == 0 || relation<plain>::exists)
            return;
        else if constexpr (unwrap<type>::nullable) {
            if (how == absent::all || (how == absent::some && random.one_in(3)))
                (m.*Member).reset();
            else
                m.*Member = any_value<plain>(random);
        } else
            m.*Member = any_value<plain>(random);
    };
    [&]<auto... Members>(ssot::detail::member_list<Members...>) {
        (one(std::integral_constant<decltype(Members), Members>()), ...);
    }(ssot::detail::members_of<M>{});
}

} // namespace ssot::conformance

#endif // SSOT_TESTING_KIT_SPECIMEN_HPP
