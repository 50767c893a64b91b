"""Indicators on reporting itself."""

from lib.domain.figures.indicators.base import Form, Indicator
from lib.domain.letter import OPENING, cited
from lib.domain.quantities import Thing, stock

PLACE = 90

INDICATORS = (
    Indicator(
        code="BC01",
        name={"vi": "Xã nộp báo cáo đúng hạn", "en": "Communes that reported on time"},
        gloss={
            "vi": "Xã, phường có báo cáo tháng (biểu 02 hoặc 00) được công bố chậm nhất vào hạn "
            "của kỳ. Bản sửa về sau không làm báo cáo thành muộn; báo cáo đã thu hồi không tính.",
            "en": "Communes whose monthly report (02 or 00) was published by the period's due day. "
            "Later corrections make no report late; a withdrawn report does not count.",
        },
        formula={
            "vi": "Số xã nộp đúng hạn ÷ tất cả xã, phường × 100",
            "en": "Communes on time ÷ all communes × 100",
        },
        unit={"vi": "có/chưa", "en": "yes/no"},
        yes_no=True,
        form=Form.COMMUNES,
        numerator=stock("reported_on_time", Thing.COMMUNES),
        of_the_report=True,
        basis="Lịch báo cáo: Nghị định 09/2019/NĐ-CP (thiết lập)",
    ),
    Indicator(
        code="BC02",
        name={"vi": "Độ đầy đủ theo thôn, bản", "en": "Completeness by village"},
        gloss={
            "vi": "Thôn, bản có số liệu trong kỳ so với danh mục của cả tỉnh, kể cả xã chưa báo "
            "cáo.",
            "en": "Villages with figures in the period, of the whole province's register, silent "
            "communes among them.",
        },
        formula={
            "vi": "Số thôn, bản có số liệu ÷ số thôn, bản × 100",
            "en": "Villages with figures ÷ villages × 100",
        },
        unit={"vi": "%", "en": "%"},
        form=Form.RATE,
        numerator=stock("villages_reported", Thing.VILLAGES),
        denominator=stock("villages_registered", Thing.VILLAGES),
        of_all=True,
        of_the_report=True,
        basis=f"{cited(OPENING)}: giám sát tiến độ, kết quả",
    ),
)
