//! Hints to processor and system about memory, which change nothing but the time that things take. The one place of
//! the crate that steps outside safe Rust.

/// Asks the processor to have `value`'s first cache line at hand soon. Changes nothing but the time that it takes.
#[inline(always)]
pub(crate) fn prefetch<T>(value: &T) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a prefetch has no effect that a program can observe, whatever the address; this one is valid besides.
    unsafe {
        std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(std::ptr::from_ref(value).cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = value;
}

/// Bytes of a large page.
const LARGE: usize = 1 << 21;

/// A copy of `bytes` for the rest of the program's life, on large pages where the system has them: weights are read all
/// over their tables, and with small pages finding the page takes longer than reading the weight. `None` where there
/// is no memory for it.
pub(crate) fn on_large_pages(bytes: &[u8]) -> Option<&'static [u8]> {
    let mut copy = memmap2::MmapMut::map_anon(bytes.len().next_multiple_of(LARGE).max(1)).ok()?;
    #[cfg(target_os = "linux")]
    // Refused only where the system has no large pages, and then small ones serve.
    let _ = copy.advise(memmap2::Advice::HugePage);
    copy[..bytes.len()].copy_from_slice(bytes);
    let copy: &'static memmap2::MmapMut = Box::leak(Box::new(copy));
    Some(&copy[..bytes.len()])
}
