"""What each indicator's basis has to cite of the founding letter."""

from __future__ import annotations

# By indicator: the points of the letter that its basis must name ("" where the letter says nothing
# of it), and a word of the duty that must stand in the letter at the first of them.
_LINES = """
KH01  I.1          ban hành Kế hoạch
KH02  I.1          trước ngày 20/7/2025
DS01  I.2.a        đến từng, thôn, bản
DS02  I.2.a        Đại sứ số
DS03  I.2.a        Đại sứ số
DS04  I.3          Tổ công nghệ số cộng đồng
MC01  I.2.a        bộ phận Một cửa
MC02  I.2.a        bộ phận Một cửa
GD01  I.2.b        Rà soát, đánh giá các hộ gia đình
GD02  I.2.b        cần hỗ trợ
GD03  I.2.b        01 thành viên trong mỗi hộ gia đình
GD04  I.2.b        Gia đình số
GD05  I.2.b        đến từng hộ dân
HD01  I.2.a,I.2.b  cầm tay, chỉ việc
HD02  I.2.a,I.2.b  cầm tay, chỉ việc
HD03  I.2.a,I.2.b  cầm tay, chỉ việc
YT01  I.2.b        người đồng bào dân tộc thiểu số
YT02  I.2.b        người cao tuổi
YT03  I.2.b        hoàn cảnh khó khăn
YT04  I.2.b        người khuyết tật
AT01  I.4          an toàn trên môi trường số
KHH01 I.3          đăng ký học bằng VneID
KHH02 I.3          kết quả học tập
KHH03 I.3          kết quả học tập
AI01  I.5          557/BKHCN-CĐSQG
NH01  II           truyền thông
TN01  III          đội hình tình nguyện
TN02  III          đội hình tình nguyện
TN03  III          đội hình tình nguyện
TN04  III          vùng biên giới
TN05  III          đội hình tình nguyện
TN06  III          tổ chuyển đổi số cộng đồng
TN07  I.2.b        học sinh, sinh viên
BC01
BC02  mở_đầu       giám sát tiến độ
"""
DUTIES = {
    code: (points.replace("_", " ").split(",") if points else [], word)
    for code, points, word in (
        (*line.split(maxsplit=2), "", "")[:3] for line in _LINES.strip().splitlines()
    )
}
