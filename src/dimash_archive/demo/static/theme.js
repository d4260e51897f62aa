/* The theme's script: shows lazy pictures and puts the cookie notice away. */
document.addEventListener("DOMContentLoaded", function () {
  document.querySelectorAll("img[data-src]").forEach(function (img) {
    img.src = img.dataset.src;
    if (img.dataset.srcset) img.srcset = img.dataset.srcset;
  });
  var notice = document.getElementById("cookie-notice");
  if (notice) {
    notice.querySelector("a").addEventListener("click", function (event) {
      event.preventDefault();
      notice.remove();
    });
  }
});
