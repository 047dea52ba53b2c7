// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_JSON_BUFFER_HPP
#define SSOT_JSON_BUFFER_HPP

// A growing buffer for text that is written again and again. It grows faster than a std::string, because it does not fill
// the bytes that it adds.
//
//   ssot::json_buffer out;
//   for (auto const& batch : batches) {
//       out.clear();                                   // keeps the memory
//       ssot::to_json(batch, out).value();
//       send(out.view());
//   }

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

namespace ssot {

/// A contiguous buffer of uninitialized bytes. Movable, not copyable. For one thread at a time. Growing invalidates all
/// pointers and views, and throws std::bad_alloc if there is no memory.
class json_buffer {
public:
    json_buffer() = default;
    json_buffer(json_buffer&& other) noexcept
        : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)), capacity_(std::exchange(other.capacity_, 0))
    {
    }
    json_buffer& operator=(json_buffer&& other) noexcept
    {
        bytes_    = std::move(other.bytes_);
        size_     = std::exchange(other.size_, 0);
        capacity_ = std::exchange(other.capacity_, 0);
        return *this;
    }

    char const*      data() const noexcept { return bytes_.get(); }
    std::size_t      size() const noexcept { return size_; }
    std::size_t      capacity() const noexcept { return capacity_; }
    bool             empty() const noexcept { return size_ == 0; }
    std::string_view view() const noexcept { return {bytes_.get(), size_}; }

    /// Removes the text and keeps the memory.
    void clear() noexcept { size_ = 0; }

    /// Makes room for at least `capacity` bytes in all. If it has to grow a buffer that already has room, it at least
    /// doubles it, so that repeated calls take amortized constant time for each byte.
    void reserve(std::size_t capacity);

    void append(std::string_view text);

    /// Returns a pointer to room for at least `n` more bytes after the text. `commit(k)` with `k <= n` then makes the first
    /// `k` of them part of the text.
    char* prepare(std::size_t n)
    {
        if (capacity_ - size_ < n)
            grow(n);
        return bytes_.get() + size_;
    }
    void commit(std::size_t n) noexcept { size_ += n; }

    /// Keeps only the first `size` bytes of the text.
    void truncate(std::size_t size) noexcept { size_ = size < size_ ? size : size_; }

private:
    void grow(std::size_t n);
    void move_to(std::size_t capacity);

    std::unique_ptr<char[]> bytes_{};
    std::size_t             size_     = 0;
    std::size_t             capacity_ = 0;
};

} // namespace ssot

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/json/buffer.ipp>
#endif

#endif // SSOT_JSON_BUFFER_HPP
