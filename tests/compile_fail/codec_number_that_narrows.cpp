// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/describe.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>

struct serial {
    std::uint64_t value = 0;
};

template<>
struct ssot::codec<serial> {
    static constexpr kind stored_as = kind::int64;

#ifdef SSOT_COMPILE_FAIL
    // expect: "encode gives the plain type of the kind: bool, std::int64_t, double"
    static std::uint64_t encode(serial v) { return v.value; }
#else
    static std::int64_t encode(serial v) { return static_cast<std::int64_t>(v.value >> 1); }
#endif
    static result<serial> decode(std::int64_t v) { return serial{static_cast<std::uint64_t>(v) << 1}; }
};

struct part {
    static constexpr std::string_view model_name = "compile_fail.part";
    ssot::uuid                        id{};
    serial                            number{};
};
BOOST_DESCRIBE_STRUCT(part, (), (id, number))

auto describe() -> ssot::storage::model_desc const&;
auto describe() -> ssot::storage::model_desc const& { return ssot::storage::describe_model<part>(); }
